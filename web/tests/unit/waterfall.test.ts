import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lead } from '../../src/api/documents.ts';
import { waterfallSteps } from '../../src/charts/waterfall_steps.ts';

function lead(prior_db: number | null, score_db: number | null, weights: number[]): Lead {
  const evidence = weights.map((weight_db, i) => ({ measure: `m${i}`, weight_db }));
  return { prior_db, score_db, evidence } as unknown as Lead;
}

test('bars follow each other from the prior to the score', () => {
  const steps = waterfallSteps(lead(-10, 3.3, [16, 0, -2.7]));
  assert.deepEqual(
    steps.map(({ key, begin, end }) => [key, begin, end]),
    [
      ['prior', 0, -100],
      ['m0', -100, 60],
      ['m2', 60, 33],
      ['score', 0, 33],
    ],
  );
});

test('tenths that binary fractions cannot hold add up exactly', () => {
  // 0.1 + 0.2 - 0.3 is not 0 in binary fractions.
  assert.equal(waterfallSteps(lead(-0.3, 0, [0.1, 0.2])).at(-1)?.end, 0);
});

test('a sum that is not the score is never drawn', () => {
  assert.throws(
    () => waterfallSteps(lead(-10, 6.1, [16])),
    /expected prior and evidence to come to 6.1, got 6/,
  );
});

test('a lead without a score has no bars', () => {
  assert.deepEqual(waterfallSteps(lead(null, null, [])), []);
});
