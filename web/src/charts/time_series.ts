import type { CorridorPoint, FlowSeries } from '../api/documents.ts';

export interface TimePoint {
  value: number | null;
  low?: number | null;
  high?: number | null;
}

/** A line of a chart: one point a period, null where nothing is known. */
export interface TimeSeries {
  name: string;
  points: TimePoint[];
  /** The leg decides colour, dash and shape: in is a blue line with circles, on an orange dash with squares. */
  leg: 'in' | 'on';
  /** The second report of a leg is drawn thinner. */
  isSecond?: boolean;
}

export interface Mark {
  period: string;
  text: string;
}

/** Series of a frequency, a level of detail and a basis are never mixed. */
export interface SeriesKind {
  key: string;
  name: string;
}

interface Kinded {
  freq: string;
  level: number;
  basis: string;
}

export function kindOf({ freq, level, basis }: Kinded): SeriesKind {
  const often = freq === 'M' ? 'monthly' : 'annual';
  const detail = level === 0 ? 'all goods' : `codes of ${level} digits`;
  const how = basis === 'countries' ? 'countries added up' : 'as a source states the sum';
  return { key: `${freq}-${level}-${basis}`, name: `${often}, ${detail}, ${how}` };
}

/** Returns the kinds of series in an answer, in its order. */
export function kindsOf(points: Kinded[]): SeriesKind[] {
  return [...new Map(points.map((point) => [kindOf(point).key, kindOf(point)])).values()];
}

/** Returns the kind to show: the one asked for, else monthly before annual, as the answer orders them. */
export function chosenKind(kinds: SeriesKind[], asked: string | undefined): SeriesKind | undefined {
  return (
    kinds.find((kind) => kind.key === asked) ??
    kinds.find((kind) => kind.key.startsWith('M-')) ??
    kinds[0]
  );
}

/** Returns one point a period, in the order of `periods`; what the answer does not have is unknown. */
export function onAxis<T extends { period: string | null }>(
  points: T[],
  periods: string[],
  read: (point: T) => TimePoint,
): TimePoint[] {
  const found = new Map(points.map((point) => [point.period, point]));
  return periods.map((period) => {
    const point = found.get(period);
    return point ? read(point) : { value: null };
  });
}

/** Returns the series of one kind of a leg's answer. */
export function flowOf(series: FlowSeries[], kind: SeriesKind | undefined): FlowSeries | undefined {
  return series.find((each) => kindOf(each).key === kind?.key);
}

/** Returns the points of one kind. */
export function pointsOf(points: CorridorPoint[], kind: SeriesKind | undefined): CorridorPoint[] {
  return points.filter((point) => kindOf(point).key === kind?.key);
}
