import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { axeFaults, keptOutline, outlineOf, picture, type Session, theSession } from './session.ts';

let session: Session;
let places: string[];
let lead: { id: string; hub: string; destination: string; goods: { family: string } };

before(async () => {
  session = await theSession();
  const page = await session.open('/help');
  lead = await page.evaluate(async () => {
    const response = await fetch('/api/v1/leads');
    const answer = (await response.json()) as { data: (typeof lead)[] };
    const first = answer.data[0];
    if (!first) throw new Error('leads: expected one at least in the practice world, got none');
    return first;
  });
  places = await page.evaluate(async () => {
    const response = await fetch('/api/v1/places');
    const { data } = (await response.json()) as { data: { name: string }[] };
    return data.map((place) => place.name).sort((a, b) => b.length - a.length);
  });
  await page.close();
});

const PAGES: { name: string; address: () => string; heading: RegExp }[] = [
  { name: 'overview', address: () => '/', heading: /Where to look first/ },
  { name: 'lead', address: () => `/leads/${lead.id}`, heading: /more than expected came to/ },
  {
    name: 'corridor',
    address: () => `/corridors/WLD:${lead.hub}:${lead.destination}?goods=${lead.goods.family}`,
    heading: /World →/,
  },
  { name: 'whatif', address: () => '/whatif?goods=chpl:1&checks=2', heading: /Which few checks/ },
  { name: 'case', address: () => `/cases/${lead.id}`, heading: /more than expected came to/ },
  { name: 'data', address: () => '/data', heading: /What is imported/ },
  { name: 'help', address: () => '/help', heading: /First steps/ },
  { name: 'method', address: () => '/help/methods/leads', heading: /Leads and surges/ },
];

/** Red, green and blue of the page's background, added: 0 is black, 765 is white. */
async function brightness(page: Awaited<ReturnType<Session['open']>>): Promise<number> {
  const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  return (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
}

for (const { name, address, heading } of PAGES) {
  test(`${name}: outline, accessibility, light and dark`, async () => {
    const page = await session.open(address());
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    const parts = await page.locator('header, main, footer').all();
    const shots = await Promise.all(parts.map((part) => part.ariaSnapshot()));
    const outline = outlineOf(shots.join('\n'), places);
    assert.equal(
      outline,
      keptOutline(name, outline),
      'the outline: PORTOLAN_UPDATE=1 keeps the new one',
    );
    assert.deepEqual(await axeFaults(page), [], 'axe on the light page');
    assert.ok((await brightness(page)) > 600, 'the light page is light');
    const light = await picture(page, `${name}-light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await axeFaults(page), [], 'axe on the dark page');
    assert.ok((await brightness(page)) < 150, 'the dark page is dark');
    const dark = await picture(page, `${name}-dark`);
    assert.notDeepEqual(light, dark);
    await page.close();
    assert.deepEqual(session.faults, []);
  });
}

test('a lead’s bars come to its score, and so do the numbers beside them', async () => {
  const page = await session.open(`/leads/${lead.id}`);
  const texts = await page.locator('#waterfall ol svg text').allTextContents();
  const numbers = texts.map((text) => Number(text.replace('\u2212', '-').replace('+', '')));
  const bars = await page.locator('#waterfall ol li').count();
  const weights = numbers.slice(0, bars - 2);
  const score = numbers[bars - 2];
  const sum = weights.reduce((total, weight) => total + Math.round(weight * 10), 0);
  assert.equal(sum, Math.round((score ?? NaN) * 10));
  await page.close();
});

test('every measure and explanation of the leads has a name of its own', async () => {
  const page = await session.open('/help');
  const codes = await page.evaluate(async () => {
    const response = await fetch('/api/v1/leads');
    const { data } = (await response.json()) as {
      data: { evidence: { measure: string }[]; innocent: { explanation: string }[] }[];
    };
    return {
      measures: [...new Set(data.flatMap((each) => each.evidence.map((item) => item.measure)))],
      explanations: [
        ...new Set(data.flatMap((each) => each.innocent.map((item) => item.explanation))),
      ],
    };
  });
  const { EXPLANATIONS, MEASURES } = await import('../../src/words/lead_words.ts');
  assert.deepEqual(
    codes.measures.filter((code) => !(code in MEASURES)),
    [],
  );
  assert.deepEqual(
    codes.explanations.filter((code) => !(code in EXPLANATIONS)),
    [],
  );
  await page.close();
});

test('what the server refuses is said in its words', async () => {
  const page = await session.open('/leads/nothing');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match((await alert.textContent()) ?? '', /expected the id of one of run/);
  session.faults.length = 0; // The browser notes the refusal itself on its console.
  await page.close();
});

test('no request left this machine', () => {
  assert.deepEqual(session.faults, []);
});
