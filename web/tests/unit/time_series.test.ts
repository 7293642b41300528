import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenKind, kindOf, kindsOf, onAxis } from '../../src/charts/time_series.ts';

const monthly = { freq: 'M', level: 6, basis: 'countries' };
const annual = { freq: 'A', level: 6, basis: 'countries' };
const stated = { freq: 'M', level: 6, basis: 'stated' };

test('series of another frequency, level or basis are told apart and named', () => {
  assert.deepEqual(
    kindsOf([monthly, annual, monthly, stated]).map((kind) => kind.name),
    [
      'monthly, codes of 6 digits, countries added up',
      'annual, codes of 6 digits, countries added up',
      'monthly, codes of 6 digits, as a source states the sum',
    ],
  );
});

test('the series asked for is shown, else the first monthly one, else the first', () => {
  const kinds = kindsOf([annual, monthly, stated]);
  assert.equal(chosenKind(kinds, 'M-6-stated')?.key, 'M-6-stated');
  assert.equal(chosenKind(kinds, 'M-2-gone')?.key, 'M-6-countries');
  assert.equal(chosenKind(kindsOf([annual]), undefined)?.key, kindOf(annual).key);
  assert.equal(chosenKind([], undefined), undefined);
});

test('a period that the answer lacks is unknown on the axis, never zero', () => {
  const points = [
    { period: '2022-01', usd: 5 },
    { period: '2022-03', usd: 0 },
  ];
  assert.deepEqual(
    onAxis(points, ['2022-01', '2022-02', '2022-03'], (point) => ({ value: point.usd })),
    [{ value: 5 }, { value: null }, { value: 0 }],
  );
});
