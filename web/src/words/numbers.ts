/** How numbers are written. Missing is a dash with its meaning, never zero. */
export const UNKNOWN = '–';

const MINUS = '\u2212';
const THIN = '\u202f';

function withMinus(text: string): string {
  return text.replace('-', MINUS);
}

const STEPS: [number, string][] = [
  [1e9, 'bn'],
  [1e6, 'm'],
  [1e3, 'k'],
];

/** Three significant digits, no power of ten: 24.6, 1.20, 0.034. */
function threeDigits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  if (size === 0) return '0';
  const digits = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size))));
  const fixed = rounded.toFixed(digits);
  return withMinus(size < 1 ? fixed.replace(/0+$/, '') : fixed);
}

/** Returns a quantity with its unit, to three significant digits: "24.6 m USD", "512 kg". */
export function quantity(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  // 999.6 rounds to 1000: it is written in the next unit.
  const step = STEPS.find(([size]) => Math.abs(value) >= size * 0.9995);
  const text = step ? `${threeDigits(value / step[0])}${THIN}${step[1]}` : threeDigits(value);
  return unit === '' ? text : `${text} ${unit}`;
}

export function usd(value: number | null | undefined): string {
  return quantity(value, 'USD');
}

/** Returns a number in full with groups of three: "1,234,567.891". */
export function exact(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  const [whole = '', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return withMinus(fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

/** Returns a share between 0 and 1: "0.71". */
export function share(value: number | null | undefined): string {
  return value === null || value === undefined
    ? UNKNOWN
    : withMinus(value.toFixed(2).replace(/^-(0\.00)$/, '$1'));
}

/** Returns a weight of evidence: "+16.0", "−10.0". */
export function decibans(value: number | null | undefined, signed = true): string {
  if (value === null || value === undefined) return UNKNOWN;
  const text = withMinus(value.toFixed(1));
  return signed && value > 0 ? `+${text}` : text;
}

/** Returns a probability or an error rate: three decimals, or that it is below the last. */
export function rate(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  return value < 0.001 ? '< 0.001' : value.toFixed(3);
}

/** Returns a plain number to three significant digits. */
export function plain(value: number | null | undefined): string {
  return quantity(value, '');
}

/** Returns "1 lead", "2 leads". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${exact(count)} ${count === 1 ? one : many}`;
}
