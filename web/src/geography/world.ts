import { feature, merge, mesh } from 'topojson-client';
import type { GeometryCollection, MultiPolygon, Polygon, Topology } from 'topojson-specification';
import type { Feature, MultiLineString, MultiPolygon as Shape } from 'geojson';
import { geoContains } from 'd3-geo';
import atlas from 'world-atlas/countries-110m.json';

type Country = Polygon<{ name: string }> | MultiPolygon<{ name: string }>;
type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

export interface World {
  /** One shape a country, by its numeric code of ISO 3166; those without a code by their name. */
  countries: Feature<Shape, { name: string }>[];
  /** Borders between two countries. */
  borders: MultiLineString;
}

/** A point of the Crimea: the polygon that holds it is Ukraine's, whoever drew the file. */
export const CRIMEA: [number, number] = [34.1, 45.0];

const RUSSIA = '643';
const UKRAINE = '804';
/** Shapes that the file keeps apart and that no trade statistics report apart. */
const PART_OF = new Map([
  ['N. Cyprus', '196'],
  ['Somaliland', '706'],
]);

function idOf(country: Country): string {
  return String(country.id ?? country.properties?.name ?? '');
}

function polygonsOf(country: Country): number[][][] {
  return country.type === 'Polygon' ? [country.arcs] : country.arcs;
}

function holdsCrimea(topology: Topology, arcs: number[][]): boolean {
  const polygon = { type: 'Polygon', arcs } as Polygon;
  return geoContains(feature(topology, polygon), CRIMEA);
}

/** Which country a polygon is drawn with. */
function ownerOf(topology: Topology, country: Country, arcs: number[][]): string {
  if (idOf(country) === RUSSIA && holdsCrimea(topology, arcs)) return UKRAINE;
  return PART_OF.get(country.properties?.name ?? '') ?? idOf(country);
}

/** Returns the countries of the map, with the Crimea in Ukraine. */
export function makeWorld(topology: Atlas = atlas as unknown as Atlas): World {
  const arcs = new Map<string, number[][][]>();
  const names = new Map<string, string>();
  for (const country of topology.objects.countries.geometries as Country[]) {
    if (!PART_OF.has(country.properties?.name ?? '')) {
      names.set(idOf(country), country.properties?.name ?? '');
    }
    for (const polygon of polygonsOf(country)) {
      const owner = ownerOf(topology, country, polygon);
      arcs.set(owner, [...(arcs.get(owner) ?? []), polygon]);
    }
  }
  const geometries = [...arcs].map(
    ([id, polygons]) => ({ type: 'MultiPolygon', id, arcs: polygons }) as MultiPolygon,
  );
  const mended = { type: 'GeometryCollection', geometries } as GeometryCollection;
  return {
    countries: geometries.map((geometry) => ({
      type: 'Feature',
      id: geometry.id as string,
      properties: { name: names.get(geometry.id as string) ?? '' },
      geometry: merge(topology, [geometry]),
    })),
    borders: mesh(topology, mended, (a, b) => a !== b),
  };
}
