import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type Session, settled, someFile, startEmptySession, theSession } from './session.ts';

let session: Session;

before(async () => {
  session = await theSession();
});

/** What has the focus, as assistive technology would say it. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
  });
}

/** Goes on with the tab key until something whose words match has the focus. */
async function tabTo(page: Page, words: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (words.test(now)) return;
    passed.push(now.slice(0, 30));
  }
  throw new Error(`tab: expected to come to ${words}, came past ${passed.join(' | ')}`);
}

const query = (page: Page) => new URL(page.url()).searchParams;

test('overview: from the skip link over the months and the map to a lead', async () => {
  const page = await session.open('/');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Skip to the page');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  await page.keyboard.press('/');
  assert.match(await focused(page), /^Goods/);

  await tabTo(page, /number .* of the list/);
  const hub = await focused(page);
  await page.keyboard.press('ArrowRight');
  assert.notEqual(await focused(page), hub);

  await tabTo(page, /^First month$/);
  await page.keyboard.press('PageUp');
  assert.equal(query(page).get('from'), '2020-01');
  await page.keyboard.press('ArrowRight');
  assert.equal(query(page).get('from'), '2020-02');
  await page.keyboard.press('Home');
  assert.equal(query(page).get('from'), null);

  await page.locator('ol a').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/leads\/[0-9a-f]{12}/);
  await page.close();
});

test('lead: a bar opens its rows, and the table twin has the same evidence', async () => {
  const page = await session.open('/');
  await page.locator('ol a').first().click();
  await settled(page);
  await tabTo(page, /, .* dB, /);
  await page.keyboard.press('Enter');
  await settled(page);
  const measure = query(page).get('rows');
  assert.ok(measure);
  const rows = page.locator('#rows tbody tr');
  await rows.first().waitFor();
  assert.ok((await rows.count()) > 0);
  await page.reload();
  await settled(page);
  await rows.first().waitFor();
  await page.locator('#waterfall').getByRole('button', { name: 'Show as table' }).focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(query(page).getAll('table'), ['waterfall']);
  await page.getByRole('region', { name: 'All evidence' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: /Where to look first/ }).waitFor();
  await page.close();
});

test('corridor: arrows go from month to month in all four charts at once', async () => {
  const page = await session.open('/corridors/WLD:AZE:RUS?goods=847150&from=2021-01&until=2022-12');
  await tabTo(page, /^Both legs, by period$/);
  await page.keyboard.press('End');
  const spoken = () => page.locator('#legs [role=slider]').getAttribute('aria-valuetext');
  assert.match((await spoken()) ?? '', /^Dec 2022: came in .* USD; went on /);
  await page.keyboard.press('PageDown');
  assert.match((await spoken()) ?? '', /^Dec 2021: /);
  assert.match(
    (await page.locator('#share [role=slider]').getAttribute('aria-valuetext')) ?? '',
    /^Dec 2021: /,
  );
  await page.keyboard.press('Home');
  assert.match((await spoken()) ?? '', /^Jan 2021: /);
  await page.close();
});

test('what-if: the number of checks is in the address', async () => {
  const page = await session.open('/whatif?goods=chpl:1&checks=1');
  await page.getByRole('spinbutton').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(query(page).get('checks'), '2');
  await page.getByText('2 checks').first().waitFor();
  await page.close();
});

test('data: a file is opened and shows what it covers', async () => {
  const page = await session.open('/data');
  await tabTo(page, /\.dat$|\.csv$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/data\/[0-9a-f]{16}/);
  await settled(page);
  await page.getByRole('region', { name: 'Coverage' }).waitFor();
  await page.close();
});

test('help: a key opens it, a link a document, and shortcuts can be switched off', async () => {
  const page = await session.open('/');
  await page.keyboard.press('?');
  await page.waitForURL(/\/help$/);
  await tabTo(page, /^Leads and surges$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Leads and surges' }).waitFor();
  await page.getByText('Settings').click();
  await page.getByRole('checkbox').uncheck();
  await page.locator('main').focus();
  await page.keyboard.press('o');
  assert.match(page.url(), /\/help\/methods\/leads$/);
  await page.getByRole('checkbox').check();
  await page.locator('main').focus();
  await page.keyboard.press('o');
  await page.getByRole('heading', { name: /Where to look first/ }).waitFor();
  await page.close();
});

test('lead: a decision and a note go into the journal', async () => {
  const page = await session.open('/');
  await page.locator('ol a').last().click();
  await settled(page);
  await page.getByLabel('Reason, or note').focus();
  await page.keyboard.type('the office was asked');
  await tabTo(page, /^Write as a note$/);
  await page.keyboard.press('Enter');
  await page.getByText('note – the office was asked').waitFor();
  await page.getByLabel('Reason, or note').fill('its answer explains it');
  await page.getByRole('textbox', { name: 'By' }).fill('Anna');
  await page.getByRole('combobox', { name: 'Status' }).selectOption('dismissed');
  await page.getByRole('button', { name: 'Decide' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('dismissed – its answer explains it (Anna)').waitFor();
  await page.reload();
  await settled(page);
  await page.getByText('Status: dismissed').waitFor();
  await page.close();
});

test('an empty workspace teaches: a file is tried, imported, and leads are looked for', async () => {
  const empty = await startEmptySession();
  try {
    const page = await empty.open('/');
    await page.getByText('There is nothing here yet').waitFor();
    await page.getByText('portolan demo practice').waitFor();
    await page.getByRole('link', { name: 'Import customs files of your own' }).click();
    await page.getByLabel(/Drop customs files here/).setInputFiles(someFile());
    await page.getByText('layout comtrade-v1').waitFor();
    await page.getByRole('button', { name: 'Try: writes nothing' }).click();
    await page.getByText('Tried; nothing was written.').waitFor();
    await page.getByRole('button', { name: 'Import 1 file' }).click();
    await page.getByRole('link', { name: 'made_up.csv' }).waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('nobody has asked for leads yet').waitFor();
    await page.getByRole('button', { name: 'Look for leads' }).click();
    await page.getByText('0 entries of run').waitFor();
    assert.deepEqual(empty.faults, []);
  } finally {
    await empty.close();
  }
});

test('the whole journey left nothing on the console and asked nobody else', () => {
  assert.deepEqual(session.faults, []);
});
