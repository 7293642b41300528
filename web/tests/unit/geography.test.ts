import assert from 'node:assert/strict';
import { test } from 'node:test';
import { geoContains } from 'd3-geo';
import { anchorOf, anchors } from '../../src/geography/anchors.ts';
import { bendOf, curvePath, pointOn } from '../../src/geography/curves.ts';
import { boxOf, placeLabels, type LabelWish } from '../../src/geography/labels.ts';
import { legsOf } from '../../src/geography/legs.ts';
import { fittedProjection, intoFrame, isFar } from '../../src/geography/projection.ts';
import { makeWorld } from '../../src/geography/world.ts';

const world = makeWorld();
const countriesAt = (point: [number, number]) =>
  world.countries.filter((country) => geoContains(country, point)).map((country) => country.id);

test('the Crimea is Ukraine, and Moscow is Russia', () => {
  assert.deepEqual(countriesAt([34.1, 45.0]), ['804']);
  assert.deepEqual(countriesAt([33.5, 44.6]), ['804']);
  assert.deepEqual(countriesAt([30.5, 50.4]), ['804']);
  assert.deepEqual(countriesAt([37.6, 55.8]), ['643']);
  assert.deepEqual(countriesAt([39.7, 47.3]), ['643']);
});

test('no border is drawn between the Crimea and Ukraine, one is between Ukraine and Russia', () => {
  const touches = ([east, north]: [number, number]) =>
    world.borders.coordinates.some((line) =>
      line.some((at) => Math.hypot((at[0] ?? 0) - east, (at[1] ?? 0) - north) < 0.05),
    );
  assert.equal(touches([33.7, 46.22]), false);
  assert.equal(touches([38.22, 47.1]), true);
});

test('places that the map of 1:110 million lacks have an anchor all the same', () => {
  const shapes = new Set(world.countries.map((country) => country.id));
  for (const iso3 of ['HKG', 'MAC', 'SGP', 'MLT', 'BHR', 'MUS']) {
    const anchor = anchorOf(iso3);
    assert.ok(anchor, iso3);
    assert.equal(shapes.has(anchor.numeric), false, `${iso3} has a shape`);
  }
});

test('an anchor lies in its own country wherever the map has it', () => {
  // Coasts of 1:110 million cut ports off; these lie in the sea there, within a degree of their land.
  const misplaced = anchors().filter(({ numeric, point: [east, north] }) => {
    const country = world.countries.find((each) => each.id === numeric);
    if (!country) return false;
    const near = [0, -0.5, 0.5, -1, 1];
    return !near.some((dx) => near.some((dy) => geoContains(country, [east + dx, north + dy])));
  });
  assert.deepEqual(
    misplaced.map((anchor) => anchor.iso3),
    [],
  );
});

test('the anchor of Russia is Moscow', () => {
  assert.deepEqual(anchorOf('RUS')?.point, [37.6, 55.8]);
});

test('a fitted map holds its places with their margin, and the Americas stand at the edge', () => {
  const places = ['RUS', 'KAZ', 'ARE', 'CHN', 'DEU'].flatMap((iso3) => anchorOf(iso3)?.point ?? []);
  const points: [number, number][] = [];
  for (let i = 0; i < places.length; i += 2) points.push([places[i] ?? 0, places[i + 1] ?? 0]);
  const projection = fittedProjection(points, 880, 500);
  for (const point of points) {
    const [x, y] = projection(point) ?? [-1, -1];
    assert.ok(x > 20 && x < 860 && y > 20 && y < 480, `${point} at ${x}, ${y}`);
  }
  const usa = anchorOf('USA')?.point ?? [0, 0];
  assert.equal(isFar(usa), true);
  assert.equal(isFar(anchorOf('JPN')?.point ?? [0, 0]), false);
  const [x] = intoFrame(projection(usa) ?? [0, 0], 880, 500);
  assert.equal(x, 16);
});

test('a curve begins and ends at its places and is bent to the left of its way', () => {
  // On the screen y grows downwards: left of a way to the right is up.
  assert.deepEqual(bendOf([0, 0], [100, 0]), [50, -18]);
  assert.deepEqual(pointOn([0, 0], [100, 0], 0), [0, 0]);
  assert.deepEqual(pointOn([0, 0], [100, 0], 1), [100, 0]);
  assert.equal(curvePath([0, 0], [100, 0]), 'M0,0Q50,-18 100,0');
});

test('there and back are two curves', () => {
  assert.notDeepEqual(bendOf([0, 0], [100, 40]), bendOf([100, 40], [0, 0]));
});

test('labels cover neither each other, nor a place, nor the edge', () => {
  const wishes: LabelWish[] = Array.from({ length: 60 }, (_, i) => ({
    key: String(i),
    text: `Place ${'x'.repeat(i % 9)}`,
    x: 20 + ((i * 137) % 840),
    y: 20 + ((i * 71) % 460),
    radius: 6,
  }));
  const placed = placeLabels(wishes, 880, 500);
  assert.ok(placed.length > 40, `${placed.length} of 60 have room`);
  const boxes = placed.map(boxOf);
  boxes.forEach((a, i) => {
    assert.ok(a.left >= 0 && a.right <= 880 && a.top >= 0 && a.bottom <= 500);
    boxes.slice(i + 1).forEach((b) => {
      assert.ok(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top);
    });
    wishes.forEach(({ key, x, y }) => {
      const isOwn = key === placed[i]?.key;
      assert.ok(isOwn || x < a.left || x > a.right || y < a.top || y > a.bottom);
    });
  });
});

test('a label without room is left out', () => {
  const at = { x: 50, y: 50, radius: 4 };
  const crowd = Array.from({ length: 30 }, (_, i) => ({ key: String(i), text: 'A place', ...at }));
  const placed = placeLabels(crowd, 100, 100);
  assert.ok(placed.length < 30);
  assert.equal(placed[0]?.key, '0');
});

test('a leg that several ways use is drawn once, with what all of them carry', () => {
  const route = (places: string[], value_usd: number) => ({
    name: places.join('>'),
    family: '854231',
    places,
    value_usd,
    share: 0,
  });
  const legs = legsOf([
    route(['KOR', 'CHN', 'RUS'], 5),
    route(['CHN', 'RUS'], 7),
    route(['DEU', 'RUS'], 1),
  ]);
  assert.deepEqual(legs, [
    { from: 'CHN', to: 'RUS', value_usd: 12, ways: 2 },
    { from: 'KOR', to: 'CHN', value_usd: 5, ways: 1 },
    { from: 'DEU', to: 'RUS', value_usd: 1, ways: 1 },
  ]);
});
