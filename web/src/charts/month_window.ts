/**
 * Returns the window one step on while it plays: a window of a month to all but a year moves by a
 * month; that of all months begins anew as the first twelve. Nothing when it has reached the end.
 */
export function played(first: number, end: number, last: number): [number, number] | undefined {
  if (first === 0 && end === last) return last < 12 ? undefined : [0, 11];
  return end >= last ? undefined : [first + 1, end + 1];
}
