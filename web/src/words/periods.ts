const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Returns a period as people write it: "2022-04" is "Apr 2022", "2022" stays. */
export function periodName(period: string | number | null | undefined): string {
  if (period === null || period === undefined || period === '') return '–';
  const digits = String(period).replace('-', '');
  const month = MONTHS[Number(digits.slice(4, 6)) - 1];
  return month === undefined ? digits.slice(0, 4) : `${month} ${digits.slice(0, 4)}`;
}

/** Returns months since year 0; a year counts as its January. Periods of one frequency are ordered by it. */
export function monthNumber(period: string | number): number {
  const digits = String(period).replace('-', '');
  const month = digits.length >= 6 ? Number(digits.slice(4, 6)) : 1;
  return Number(digits.slice(0, 4)) * 12 + Math.max(month, 1) - 1;
}

/** Returns the month of a number of `monthNumber`: "2022-04". */
export function monthOf(number: number): string {
  const month = String((number % 12) + 1).padStart(2, '0');
  return `${Math.floor(number / 12)}-${month}`;
}

/** Returns the months between two, both included. */
export function monthsBetween(from: string, until: string): string[] {
  const first = monthNumber(from);
  return Array.from({ length: Math.max(0, monthNumber(until) - first + 1) }, (_, i) =>
    monthOf(first + i),
  );
}

/** Returns a window in words: "Mar 2020 – Dec 2023". */
export function windowName(
  from: string | null | undefined,
  until: string | null | undefined,
): string {
  if (!from && !until) return 'all months';
  if (!from) return `until ${periodName(until)}`;
  if (!until) return `from ${periodName(from)}`;
  return from === until ? periodName(from) : `${periodName(from)} – ${periodName(until)}`;
}

/** Returns the day of a moment: "2026-11-25T20:58:02Z" is "2026-11-25". */
export function dayOf(moment: string | null | undefined): string {
  return moment?.slice(0, 10) ?? '–';
}
