export type Pixel = [number, number];

/** How far a curve leaves the straight line, as a share of its length. */
const BEND = 0.18;

/** Returns the control point of the curve from `a` to `b`: left of the way, so that there and back differ. */
export function bendOf([ax, ay]: Pixel, [bx, by]: Pixel): Pixel {
  return [(ax + bx) / 2 + (by - ay) * BEND, (ay + by) / 2 - (bx - ax) * BEND];
}

/** Returns the point of the curve from `a` to `b` at `t` between 0 and 1. */
export function pointOn(a: Pixel, b: Pixel, t: number): Pixel {
  const c = bendOf(a, b);
  const mix = (i: 0 | 1) => (1 - t) ** 2 * a[i] + 2 * t * (1 - t) * c[i] + t ** 2 * b[i];
  return [mix(0), mix(1)];
}

const tenth = (value: number) => Math.round(value * 10) / 10;

/**
 * Returns the SVG path of a curve between two projected points. It is bent on the screen and not on
 * the globe: great circles of this trade run off the map over the pole.
 */
export function curvePath(a: Pixel, b: Pixel): string {
  const [cx, cy] = bendOf(a, b);
  return `M${tenth(a[0])},${tenth(a[1])}Q${tenth(cx)},${tenth(cy)} ${tenth(b[0])},${tenth(b[1])}`;
}

/** Returns the SVG path of an arrow head on the curve from `a` to `b`, `size` pixels long, at `t`. */
export function arrowPath(a: Pixel, b: Pixel, size: number, t = 0.62): string {
  const [x, y] = pointOn(a, b, t);
  const [nextX, nextY] = pointOn(a, b, Math.min(t + 0.02, 1));
  const length = Math.hypot(nextX - x, nextY - y) || 1;
  const [dx, dy] = [(nextX - x) / length, (nextY - y) / length];
  const [tailX, tailY] = [x - dx * size, y - dy * size];
  const half = size * 0.55;
  const corner = (side: number) =>
    `${tenth(tailX - dy * half * side)},${tenth(tailY + dx * half * side)}`;
  return `M${corner(1)}L${tenth(x)},${tenth(y)}L${corner(-1)}Z`;
}
