// Moving the picture: fit it, fly to a place, and remember where the reader left it.

const calm = matchMedia("(prefers-reduced-motion: reduce)");

function animation() {
  return calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
}

/** The part of the frame that no panel covers, in pixels. */
function clearing() {
  const { width, height } = viewport();
  const panel = byId("panel");
  if (panel.hidden) return { x: 0, width, height };
  const covered = panel.offsetWidth < width * 0.6 ? panel.offsetWidth : 0;
  const below = covered ? 0 : Math.min(panel.offsetHeight, height * 0.7);
  return { x: -covered / 2, y: -below / 2, width: width - covered, height: height - below };
}

function extent(numbers) {
  const points = numbers.map((number) => organisations[number]);
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const reduce = (values, pick) => values.reduce((a, b) => pick(a, b), values[0] ?? 0);
  return { left: reduce(xs, Math.min), right: reduce(xs, Math.max), top: reduce(ys, Math.min), bottom: reduce(ys, Math.max) };
}

/** The place and scale at which all of these organisations, and their labels, fit a frame of so many pixels. */
function fitted(numbers, { width, height }) {
  const box = extent(numbers);
  const wide = (width - 2 * sideRoom) / Math.max(box.right - box.left, 1);
  const high = (height - 2 * HEADROOM) / Math.max(box.bottom - box.top, 1);
  const scale = Math.min(Math.max(Math.min(wide, high), 0.01), 1.5);
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale, width, height };
}

function fit(numbers = [...chosen.organisations], how = false) {
  const { x, y, scale } = fitted(numbers, clearing());
  moveTo(x, y, scale, how);
}

/** Show all of what is shown now, and remember that. */
function refit() {
  fit(undefined, animation());
  rememberSoon();
}

function moveTo(x, y, scale, how = animation()) {
  const free = clearing();
  picture.moveTo({ position: { x: x - free.x / scale, y: y - (free.y ?? 0) / scale }, scale, animation: how });
}

function flyTo(number) {
  const organisation = organisations[number];
  moveTo(organisation.x, organisation.y, Math.max(picture.getScale(), 1));
  rememberSoon();
}

/** Bring an organisation into the part of the frame that can be seen, if it is not in it. */
function uncover(number) {
  const view = viewport();
  const free = clearing();
  const organisation = organisations[number];
  const x = (organisation.x - view.x) * view.scale - free.x;
  const y = (organisation.y - view.y) * view.scale - (free.y ?? 0);
  if (Math.abs(x) < free.width / 2 - 40 && Math.abs(y) < free.height / 2 - 30) return;
  moveTo(organisation.x, organisation.y, view.scale);
  rememberSoon();
}

function zoomBy(factor) {
  const { x, y } = picture.getViewPosition();
  picture.moveTo({ position: { x, y }, scale: picture.getScale() * factor, animation: animation() });
  rememberSoon();
}

/** The camera belongs to the address once it has come to rest. */
function rememberSoon() {
  setTimeout(rememberCamera, calm.matches ? 0 : 400);
}

function rememberCamera() {
  const { x, y, scale } = viewport();
  state = { ...state, camera: [x, y, scale, Number(turned)] };
  writeAddress(false);
}

/** What is selected and what it is joined to; all that is shown if nothing is. */
function subjectNumbers() {
  const { what, id } = state.selected ?? {};
  const parties = what === "organisation" ? [id] : what === "relationship" ? relationships[id].parties : [...chosen.organisations];
  const joined_ = parties.flatMap((number) => organisations[number].edges).flatMap((edge) => [edge.from, edge.to]);
  const close = [...new Set([...parties, ...joined_])].filter((number) => chosen.organisations.has(number));
  return close.length ? close : [...chosen.organisations];
}

/** Where the frame is higher than wide, the picture is laid on its side: the layout is made for wide ones. */
let turned = false;

function turnToFrame() {
  const { clientWidth, clientHeight } = byId("canvas");
  turned = clientHeight > 1.15 * clientWidth;
  if (turned) layOnSide();
  if (clientWidth < 600) [labelWidth, sideRoom] = [94, 57];
  if (organisations.length <= CROWD) grain = Math.min(Math.max(clientWidth ? 620 / clientWidth : 1, 1), 1.6);
}

function layOnSide() {
  for (const organisation of organisations) [organisation.x, organisation.y] = [organisation.y, organisation.x];
  labels = { key: "", placed: [] };
}

function restoreCamera() {
  if (!state.camera || Boolean(state.camera[3]) !== turned) return fit(subjectNumbers());
  const [x, y, scale] = state.camera;
  return picture.moveTo({ position: { x, y }, scale, animation: false });
}

let resting = null;

function rest() {
  clearTimeout(resting);
  resting = setTimeout(() => {
    moving = false;
    rememberCamera();
    picture.redraw();
  }, 260);
}

function followMoves() {
  picture.on("dragStart", () => { moving = true; });
  picture.on("dragEnd", rest);
  picture.on("zoom", () => {
    moving = true;
    rest();
  });
}
