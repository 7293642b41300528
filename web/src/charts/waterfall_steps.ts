import type { Evidence, Lead } from '../api/documents.ts';

/** A bar of the waterfall, in tenths of a deciban: whole numbers, so that the sum is exact. */
export interface Step {
  key: string;
  kind: 'prior' | 'evidence' | 'score';
  /** Where the bar begins and ends; from 0 for the prior and the score. */
  begin: number;
  end: number;
  evidence?: Evidence;
}

const tenths = (value_db: number) => Math.round(value_db * 10);

/**
 * Returns the bars of a lead: the prior, every item of evidence that weighs something, the score.
 * Nothing for a lead without a score. Throws if prior and evidence do not come to the score: such a
 * picture must not be shown.
 */
export function waterfallSteps(lead: Lead): Step[] {
  if (lead.score_db === null || lead.prior_db === null) return [];
  let sum = tenths(lead.prior_db);
  const steps: Step[] = [{ key: 'prior', kind: 'prior', begin: 0, end: sum }];
  for (const evidence of lead.evidence) {
    const weight = tenths(evidence.weight_db);
    if (weight === 0) continue;
    steps.push({
      key: evidence.measure,
      kind: 'evidence',
      begin: sum,
      end: sum + weight,
      evidence,
    });
    sum += weight;
  }
  if (sum !== tenths(lead.score_db)) {
    throw new Error(
      `score: expected prior and evidence to come to ${lead.score_db}, got ${sum / 10}`,
    );
  }
  steps.push({ key: 'score', kind: 'score', begin: 0, end: sum });
  return steps;
}
