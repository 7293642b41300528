import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchorsOf, documentIds } from '../../build/documents.ts';
import { EXPLANATIONS, leadSentence, listed, MEASURES } from '../../src/words/lead_words.ts';
import { decibans, exact, quantity, rate, share, usd } from '../../src/words/numbers.ts';
import {
  monthNumber,
  monthOf,
  monthsBetween,
  periodName,
  windowName,
} from '../../src/words/periods.ts';
import { played } from '../../src/charts/month_window.ts';
import type { Lead } from '../../src/api/documents.ts';

test('money has three digits and a unit of thousands', () => {
  assert.equal(usd(24641052.2159), '24.6\u202fm USD');
  assert.equal(usd(1_300_000_000), '1.30\u202fbn USD');
  assert.equal(usd(999_600), '1.00\u202fm USD');
  assert.equal(usd(512), '512 USD');
  assert.equal(usd(-3194), '\u22123.19\u202fk USD');
  assert.equal(usd(0), '0 USD');
});

test('missing is a dash and never zero', () => {
  assert.equal(usd(null), '–');
  assert.equal(share(undefined), '–');
  assert.equal(exact(null), '–');
  assert.equal(rate(null), '–');
  assert.equal(decibans(null), '–');
});

test('numbers in full keep every digit', () => {
  assert.equal(exact(1234567.891), '1,234,567.891');
  assert.equal(exact(-12345), '\u221212,345');
});

test('small numbers keep three digits that tell something', () => {
  assert.equal(quantity(0.0341, ''), '0.0341');
  assert.equal(quantity(0.5, ''), '0.5');
});

test('shares, rates and decibans', () => {
  assert.equal(share(0.713486954212), '0.71');
  assert.equal(share(-0.001), '0.00');
  assert.equal(rate(0.0134661422709), '0.013');
  assert.equal(rate(0.0004), '< 0.001');
  assert.equal(decibans(16), '+16.0');
  assert.equal(decibans(-10), '\u221210.0');
  assert.equal(decibans(6, false), '6.0');
});

test('periods are written as people write them', () => {
  assert.equal(periodName('2022-04'), 'Apr 2022');
  assert.equal(periodName(202204), 'Apr 2022');
  assert.equal(periodName('2022'), '2022');
  assert.equal(periodName(null), '–');
  assert.equal(windowName('2020-03', '2023-12'), 'Mar 2020 – Dec 2023');
  assert.equal(windowName(undefined, undefined), 'all months');
  assert.equal(windowName('2020-03', undefined), 'from Mar 2020');
});

test('months are counted over the end of a year', () => {
  assert.deepEqual(monthsBetween('2021-11', '2022-02'), [
    '2021-11',
    '2021-12',
    '2022-01',
    '2022-02',
  ]);
  assert.equal(monthOf(monthNumber('2022-12') + 1), '2023-01');
});

test('a window plays on by a month until the end', () => {
  assert.deepEqual(played(0, 59, 59), [0, 11]);
  assert.deepEqual(played(0, 11, 59), [1, 12]);
  assert.equal(played(48, 59, 59), undefined);
});

test('names are joined as in a sentence', () => {
  assert.equal(listed([]), '');
  assert.equal(listed(['A']), 'A');
  assert.equal(listed(['A', 'B', 'C']), 'A, B and C');
  assert.equal(listed(['A', 'B', 'C', 'D', 'E']), 'A, B, C and 2 more');
});

const LEAD = {
  kind: 'lead',
  hub: 'KAZ',
  destination: 'RUS',
  origins: [{ iso3: 'CHN' }],
  goods: { label: 'Memory chips' },
  since: '2022-10',
  outflow_usd: { excess: 5 },
} as unknown as Lead;
const name = (place: string) =>
  ({ KAZ: 'Kazakhstan', RUS: 'Russia', CHN: 'China' })[place] ?? place;

test('a lead is a sentence that says what was seen', () => {
  assert.equal(
    leadSentence(LEAD, name),
    'Memory chips: more than expected came to Kazakhstan from China since Oct 2022, and more went on to Russia',
  );
  assert.match(
    leadSentence({ ...LEAD, kind: 'surge' }, name),
    /nobody reports what went on to Russia$/,
  );
  const ghost = { ...LEAD, outflow_usd: null };
  assert.match(leadSentence(ghost, name), /consistent with goods going on to Russia$/);
});

test('no word of the pages accuses', () => {
  const words = [...Object.values(MEASURES).map((m) => m.name), ...Object.values(EXPLANATIONS)];
  for (const text of words) assert.doesNotMatch(text, /violat|smuggl|evad|illegal|crim/i);
});

test('every measure leads to a heading of the documents that is there', () => {
  const known = new Set(documentIds('../docs'));
  for (const [measure, { method }] of Object.entries(MEASURES)) {
    const [id = '', anchor] = method.split('#');
    assert.ok(known.has(id), `${measure}: no document ${id}`);
    if (anchor !== undefined) {
      assert.ok(
        anchorsOf('../docs', id).includes(anchor),
        `${measure}: no heading ${anchor} in ${id}`,
      );
    }
  }
});
