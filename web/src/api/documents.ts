/** What the server answers, in the words of docs/server.md and `portolan … --format json`. */
export interface Answer<T> {
  schema: string;
  params: Record<string, unknown>;
  data: T[];
  truncated: boolean;
  notices: string[];
  next?: string;
  next_url?: string;
}

export interface Place {
  place: string;
  name: string;
  kind: 'world' | 'group' | 'country';
  members: string[];
}

export interface GoodsList {
  list: string;
  version: string;
  published_on: string | null;
  entries: number;
  edition: string;
  is_shipped: boolean;
  title: string;
  source: string;
}

export interface GoodsEntry {
  code: string;
  list: string | null;
  tier: string | null;
  label: string;
  family: string | null;
}

export interface Source {
  import_id: string;
  source: string;
  file: string;
  from: string | null;
  until: string | null;
  reporters: number;
  imported: number;
  apart: number;
  rejected: number;
  dialect: string;
  vintage: string | null;
  records: number;
  bytes: number;
  sha256: string;
  imported_at: string;
}

export interface Coverage {
  reporter: string;
  flow: 'X' | 'M';
  freq: string;
  period: number;
  level: number;
  hs_edition: string;
  rows: number;
  absence: string;
}

export interface SourceDetail extends Omit<Source, 'apart' | 'rejected'> {
  apart: Record<string, number>;
  rejected: Record<string, number>;
  coverage: Coverage[];
}

export interface Run {
  run: string;
  made_at: string;
  asked_at: string;
  to: string;
  goods: string;
  from: string | null;
  until: string | null;
  since: string | null;
  panel: string;
}

export interface Leg {
  before: number | null;
  after: number | null;
  expected: number | null;
  excess: number | null;
  low: number | null;
  high: number | null;
}

export interface Evidence {
  measure: string;
  weight_db: number;
  p_value: number | null;
  placebos: {
    value: number;
    median: number;
    high: number;
    cells: number;
    clusters: number;
  } | null;
  value: number | null;
  expected: number | null;
  low: number | null;
  high: number | null;
  unit: string;
  direction: string;
  group: string;
  detail: string | null;
  rows: { table: string; count: number; query: string; lake_query: string };
}

export interface Innocent {
  explanation: string;
  score_db: number | null;
  test: string;
  result: 'supported' | 'not_supported' | 'cannot_test';
  detail: string | null;
}

export interface Decision {
  action: string;
  at: string;
  status?: string | null;
  text?: string | null;
  by?: string | null;
}

export interface Lead {
  id: string;
  kind: 'lead' | 'surge';
  hub: string;
  destination: string;
  origins: { iso3: string; share: number; low: number | null; high: number | null }[];
  goods: {
    family: string;
    level: number;
    hs: string[];
    label: string;
    is_partly_controlled: boolean;
    lists: {
      list: string;
      tier: string | null;
      listed_on: string | null;
      controlled_since: string | null;
    }[];
  };
  since: string | null;
  since_low: string | null;
  since_high: string | null;
  window: { from: string; since: string; until: string };
  inflow_usd: Leg | null;
  outflow_usd: Leg | null;
  went_on_share: {
    value: number | null;
    low: number | null;
    high: number | null;
    basis: string | null;
    logical_low: number | null;
    logical_high: number | null;
  } | null;
  score_db: number | null;
  prior_db: number | null;
  against: string | null;
  p_value: number | null;
  q_value: number | null;
  smallest_q: number | null;
  band: 'strong' | 'moderate' | 'weak' | 'not_enough_data';
  evidence: Evidence[];
  innocent: Innocent[];
  data_quality: { issue: string; detail: string | null }[];
  calibration: { placebo_cells: number; method: string };
  status: string | null;
  reopened_at: string | null;
  decisions?: Decision[];
}

/** A row of a source file behind a number of a lead. */
export interface EvidenceRow {
  measure: string;
  import_id: string;
  ordinal: number;
  line: number | null;
  reporter: string;
  partner: string;
  flow: string;
  period: number;
  code: string;
  value: number | null;
  currency: string;
  net_kg: number | null;
}

export interface CorridorPoint {
  period: string;
  freq: string;
  level: number;
  basis: string;
  inflow_usd: number | null;
  outflow_usd: number | null;
  went_on_share: number | null;
  logical_low: number | null;
  logical_high: number | null;
  inflow_gap: number | null;
  outflow_gap: number | null;
  inflow_export_usd: number | null;
  inflow_import_usd: number | null;
  outflow_export_usd: number | null;
  outflow_import_usd: number | null;
}

export interface Report {
  status: string;
  usd: number | null;
  kg: number | null;
  num_reported: number;
  num_inferred_zero: number;
  num_unknown: number;
}

export interface FlowPoint {
  period: string | null;
  export: Report;
  import: Report;
  estimate_usd: number | null;
  low_usd: number | null;
  high_usd: number | null;
  gap: number | null;
  is_partial: boolean;
}

export interface FlowSeries {
  freq: string;
  level: number;
  basis: string;
  families: string[];
  points: FlowPoint[];
  total: FlowPoint;
}

export interface Route {
  name: string;
  family: string;
  places: string[];
  value_usd: number;
  share: number;
}

export interface Trace {
  destination: {
    name: string;
    value_usd: number;
    least_usd: number | null;
    most_usd: number | null;
  };
  origins: { name: string; value_usd: number; share: number }[];
  routes: Route[];
}

export interface Choice {
  checks: number;
  places: string[];
  passing_usd: number;
  stopped_before_rerouting_usd: number;
  least_stopped_usd: number;
  most_stopped_usd: number;
  least_share: number;
  innocent_usd: number;
  regret_usd: number;
}

export interface Scenarios {
  arriving_usd: number | null;
  best: Choice[];
  greedy: {
    checks: number;
    places: string[];
    least_stopped_usd: number;
    least_share: number;
    gap_usd: number;
  }[];
  checks: { checks: number; places: string[]; passing_usd: number; innocent_usd: number }[];
}

export interface JobState {
  job: string;
  kind: string;
  status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted';
  stage: string | null;
  unit: string | null;
  done: number;
  total: number | null;
  result: string | null;
  error: { detail: string; hint?: string } | null;
}

export interface Upload {
  upload: string;
  name: string;
  bytes: number;
}

export interface Sniffed {
  file: string;
  dialect: string;
  confidence: number;
  encoding: string;
  columns: { column: string; becomes: string | null }[];
}

export interface Imported {
  file: string;
  is_known: boolean;
  records: number;
  imported: number;
  apart: Record<string, number>;
  rejected: Record<string, number>;
}
