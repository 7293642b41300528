import type { Evidence, Lead } from '../api/documents.ts';
import { plain, rate, share } from './numbers.ts';
import { periodName } from './periods.ts';

export interface Named {
  name: string;
  /** The page that defines it: document and heading. */
  method: string;
}

const LEG = 'methods/measures#change-of-a-leg';
const OTHERS = 'methods/measures#the-others';
const PREMIUM = 'methods/measures#price-premium-and-under-invoicing';
const MIGRATION = 'methods/measures#code-migration';
const DENSITIES = 'methods/evidence#other-densities';
const AGAINST = 'methods/evidence#which-evidence-speaks-against-which-explanation';
const HOME = 'methods/measures#no-industry-at-home';

function named(name: string, method: string): Named {
  return { name, method };
}

/** What each measure is called and where it is defined. */
export const MEASURES: Record<string, Named> = {
  inflow_excess: named('More came in than expected', LEG),
  outflow_excess: named('More went on than expected', LEG),
  ghost_gap: named('Sent, but not reported to arrive', 'methods/measures#what-a-gap-was-before'),
  went_on_share: named('Share of the excess that went on', 'methods/measures#coupling'),
  went_on_ratio: named('What went on over what came in', 'methods/measures#coupling'),
  breadth: named('Origins that sent more', OTHERS),
  persistence: named('Months above the past', OTHERS),
  inflow_kg: named('Came in, by weight', DENSITIES),
  outflow_kg: named('Went on, by weight', DENSITIES),
  reporting_steady: named('Reports are steady', DENSITIES),
  gap_of_all_goods: named('Gap of all goods', 'methods/measures#what-a-gap-was-before'),
  siblings_lost_in: named('Sibling codes lost, coming in', DENSITIES),
  siblings_lost_out: named('Sibling codes lost, going on', DENSITIES),
  displacement: named('Direct trade fell', OTHERS),
  break_date_in: named('When the inflow broke', 'methods/measures#break-date'),
  break_date_out: named('When the onward leg broke', 'methods/measures#break-date'),
  new_route_in: named('A new way in', OTHERS),
  new_route_out: named('A new way on', OTHERS),
  unit_value_in: named('Value a kilogram, coming in', OTHERS),
  unit_value_out: named('Value a kilogram, going on', OTHERS),
  concentration_in: named('Rise sits in these goods, in', 'methods/measures#concentration'),
  concentration_out: named('Rise sits in these goods, on', 'methods/measures#concentration'),
  price_premium_in: named('Dearer than to other buyers, in', PREMIUM),
  price_premium_out: named('Dearer than to other buyers, on', PREMIUM),
  under_invoicing_in: named('Far below the others’ price, in', PREMIUM),
  under_invoicing_out: named('Far below the others’ price, on', PREMIUM),
  code_migration: named('Moved to unlisted codes, in', MIGRATION),
  code_migration_out: named('Moved to unlisted codes, on', MIGRATION),
  code_migration_direct: named('Moved to unlisted codes, direct', MIGRATION),
  inflow_vs_hub: named('Came in, against the hub’s other goods', AGAINST),
  outflow_vs_hub: named('Went on, against the hub’s other goods', AGAINST),
  inflow_vs_product: named('Came in, against the goods elsewhere', AGAINST),
  outflow_vs_product: named('Went on, against the goods elsewhere', AGAINST),
  outflow_vs_others: named('Went on, against exports to everyone else', AGAINST),
  destination_share_of_rise: named('Destination’s share of the rise in exports', DENSITIES),
  plant_signs: named('Signs of a new plant', AGAINST),
  no_industry: named('Exported little before', DENSITIES),
  exports_to_everyone: named('Exports to everyone', OTHERS),
  mirror_gap_of_totals: named('Mirror gap of all goods', OTHERS),
  revealed_advantage: named('The hub’s own advantage', HOME),
  purchases_over_use: named('Purchases over likely use', HOME),
};

/** What each innocent explanation says. */
export const EXPLANATIONS: Record<string, string> = {
  nothing_happened: 'Nothing happened: flows vary',
  demand_at_home: 'Demand at home: the goods stayed',
  new_plant: 'A new plant uses the goods',
  own_industry: 'The hub’s own industry took over',
  honest_reexport_hub: 'A re-export hub that sells on to everyone',
  hub_trade_grew: 'All of the hub’s trade grew',
  product_grew_everywhere: 'The product grew everywhere',
  one_off: 'A single shipment or project',
  price_shock: 'Prices rose, not quantities',
  reporting_change: 'The reporting changed',
  reclassification: 'Goods were declared under another code before',
};

/** A code of the server in words, for names that these pages do not know yet. */
export function plainWords(code: string): string {
  const text = code.replace(/_/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function measureOf(code: string): Named {
  return MEASURES[code] ?? named(plainWords(code), 'methods/measures');
}

export function explanationOf(code: string | null): string {
  return code === null ? 'no explanation' : (EXPLANATIONS[code] ?? plainWords(code));
}

/** Results of a test, and the sign that stands beside the colour. */
export const RESULTS: Record<string, { word: string; sign: string }> = {
  supported: { word: 'supported by the data', sign: '●' },
  not_supported: { word: 'not supported', sign: '○' },
  cannot_test: { word: 'cannot be tested', sign: '?' },
};

export const BANDS: Record<string, string> = {
  strong: 'strong',
  moderate: 'moderate',
  weak: 'weak',
  not_enough_data: 'not enough data',
};

/** Joins names: "A", "A and B", "A, B and C"; of more than four the first three and how many more. */
export function listed(names: string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** Returns the sentence that a lead is: what, whence, whither, since when. It accuses nobody. */
export function leadSentence(lead: Lead, nameOf: (place: string) => string): string {
  const origins = listed(lead.origins.map((origin) => nameOf(origin.iso3)));
  const from = origins === '' ? '' : ` from ${origins}`;
  const hub = nameOf(lead.hub);
  const destination = nameOf(lead.destination);
  const since = lead.since === null ? '' : ` since ${periodName(lead.since)}`;
  const came = `${lead.goods.label}: more than expected came to ${hub}${from}${since}`;
  if (lead.kind === 'surge') return `${came}; nobody reports what went on to ${destination}`;
  if ((lead.outflow_usd?.excess ?? 0) > 0) return `${came}, and more went on to ${destination}`;
  return `${came}, and less arrived there than was sent; consistent with goods going on to ${destination}`;
}

/** Returns the value of an item of evidence in words of its unit. */
export function evidenceValue(value: number | null, unit: string): string {
  if (value === null) return '–';
  if (unit === 'log_change' || unit === 'log_ratio') return `× ${plain(Math.exp(value))}`;
  if (unit === 'yes_or_no') return value === 0 ? 'no' : 'yes';
  if (unit.startsWith('share')) return share(value);
  if (unit === 'p_value') return rate(value);
  if (unit === 'periods_after_date') return plain(value);
  return plain(value);
}

const UNITS: Record<string, string> = {
  log_change: 'times the value before',
  log_ratio: 'times the others',
  share: 'share',
  share_of_origins: 'share of the origins',
  share_of_periods: 'share of the periods',
  share_of_value: 'share of the value',
  ratio: 'ratio',
  yes_or_no: '',
  periods_after_date: 'periods after the date of control',
};

export function unitName(evidence: Evidence): string {
  return UNITS[evidence.unit] ?? plainWords(evidence.unit).toLowerCase();
}

/** The sign of a band, so that colour is not the only one. */
export const BAND_SIGNS: Record<string, string> = {
  strong: '▲▲▲',
  moderate: '▲▲',
  weak: '▲',
  not_enough_data: '…',
};
