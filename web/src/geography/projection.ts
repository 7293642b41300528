import { geoEqualEarth, type GeoProjection } from 'd3-geo';

/** The meridian in the middle of the map: the hubs of this trade lie around it. */
export const MIDDLE_EAST = 65;

const MARGIN = 42;
/** Degrees around a place that the map shows at least, so that a single place is no street map. */
const LEAST_SPAN = 14;

type Point = [number, number];

/** Beyond this many degrees from the middle a place stands at the map's edge: the Americas, from here. */
const FAR = 85;

/** Tells whether a place is shown at the edge, so that the places between keep their room. */
export function isFar([east]: Point): boolean {
  const turned = ((((east - MIDDLE_EAST) % 360) + 540) % 360) - 180;
  return Math.abs(turned) > FAR;
}

/** Returns a pixel moved into the frame, `margin` pixels from its edge at least. */
export function intoFrame([x, y]: Point, width: number, height: number, margin = 16): Point {
  const inside = (value: number, size: number) => Math.min(Math.max(value, margin), size - margin);
  return [inside(x, width), inside(y, height)];
}

function around([east, north]: Point): Point[] {
  const half = LEAST_SPAN / 2;
  return [
    [east - half, Math.max(north - half, -85)],
    [east + half, Math.min(north + half, 85)],
  ];
}

/**
 * Returns an equal-area projection turned to 65 degrees east, fitted so that `places` lie inside
 * `width` times `height` pixels; far places only if there are no others. Without places: the world.
 */
export function fittedProjection(places: Point[], width: number, height: number): GeoProjection {
  const projection = geoEqualEarth().rotate([-MIDDLE_EAST, 0]);
  const extent: [Point, Point] = [
    [MARGIN, MARGIN],
    [width - MARGIN, height - MARGIN],
  ];
  if (places.length === 0) {
    return projection.fitExtent(
      [
        [4, 4],
        [width - 4, height - 4],
      ],
      { type: 'Sphere' },
    );
  }
  const near = places.filter((place) => !isFar(place));
  const coordinates = (near.length > 1 ? near : places).flatMap(around);
  return projection.fitExtent(extent, { type: 'MultiPoint', coordinates }).clipExtent([
    [-20, -20],
    [width + 20, height + 20],
  ]);
}
