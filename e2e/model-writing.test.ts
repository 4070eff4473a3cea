import type { Job, JobTree, Project, ProjectTree, Shot } from '@kinora/contract';
import {
  startArkEmulator,
  startElevenLabsEmulator,
  startOpenAiEmulator,
  type VendorEmulator,
} from '@kinora/providers/emulators';
import { writeByTheBrief, writeLogosByTheBrief, writeScriptByTheBrief } from '@kinora/studios/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, findBrowser, openContext, PHONE } from './browser.ts';
import { startTestStudio, type TestStudio } from './studio.ts';
import { type AskAsPage, askAsPage } from './testing/ask-as-page.ts';
import { look } from './testing/look.ts';
import { createOwner } from './testing/owner.ts';
import { until } from './testing/until.ts';

const BRIEF = 'Maison Halden. The dresses, cut in Porto. Merino and recycled satin. Made to be worn again. From €79.';
const browser: Browser | undefined = await findBrowser();

/** What language models and vendors of sound do for a film, from the form to its brief, and what the queue says of it. */
describe.skipIf(!browser)('a film with a language model', () => {
  const emulators: VendorEmulator[] = [];
  let openAi: VendorEmulator;
  let studio: TestStudio;
  let page: Page;
  let prefix = '';
  let projectId = '';

  let ask: AskAsPage;
  const treeOf = () => ask<ProjectTree>('GET', `/projects/${projectId}/tree`);
  const firstShot = async () => (await treeOf()).scenes[0]!.shots[0]! as Shot;

  async function connect(provider: string, { key: secret, baseUrl }: VendorEmulator, name: string): Promise<void> {
    await ask('POST', '/connections', { provider, name, secret, baseUrl });
  }

  beforeAll(async () => {
    openAi = await startOpenAiEmulator();
    openAi.setText!(({ turns }) => ({ text: writeByTheBrief(turns[0]!.text) }));
    const [elevenLabs, ark] = [await startElevenLabsEmulator(), await startArkEmulator()];
    emulators.push(openAi, elevenLabs, ark);
    studio = await startTestStudio();
    const context = await openContext(browser as Browser, studio.address, DESKTOP);
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    ask = askAsPage(page, studio);
    await page.goto(studio.setupLink);
    await createOwner(page, { withSample: false });
    await page.waitForURL(/\/o\/[^/]+\/?$/);
    prefix = new URL(page.url()).pathname.replace(/\/$/, '');
    await connect('openai', openAi, 'Words');
    await connect('elevenlabs', elevenLabs, 'Sounds');
    await connect('ark', ark, 'Films');
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
    for (const emulator of emulators) await emulator.close();
  });

  test('the form asks who makes the music and whether clips are heard, and keeps both', {
    timeout: 120_000,
  }, async () => {
    await page.goto(`${prefix}/projects/new/film`);
    await page.getByLabel('What the film is for, who should see it, what it must say').fill(BRIEF);
    const music = page.getByLabel('Music by');
    await music.selectOption({ label: 'Music v2 · Sounds' });
    await page.getByText('If it is certainly not taken, the built-in music plays').click();
    await page.getByText('Hear moved shots low under music and voice').click();
    await look(page, 'form', '.plan-by-model');
    await page.reload();
    await page.getByText('If it is certainly not taken, the built-in music plays').waitFor();
    expect(await music.locator('option:checked').textContent()).toBe('Music v2 · Sounds');
    expect(await page.getByLabel('Hear moved shots low under music and voice').isChecked()).toBe(true);
    // Silence has nobody to play it, and the choice is there again with the music.
    await page.getByLabel('Music', { exact: true }).selectOption('none');
    expect(await music.count()).toBe(0);
    await page.getByLabel('Music', { exact: true }).selectOption('uplifting');
    await music.waitFor();
  });

  test('a press lets the model plan it, at its price, and opens the film with that plan', {
    timeout: 120_000,
  }, async () => {
    const press = page.getByRole('button', { name: /Write the plan and open the film/ });
    await expect.poll(() => press.textContent()).toMatch(/billed by OpenAI/);
    await page
      .locator('.plan-by-model')
      .getByText(/\$0\.\d+/)
      .waitFor();
    await press.click();
    await page.waitForURL(/\/film\/[^/]+\/storyboard/, { timeout: 30_000 });
    projectId = /film\/([^/]+)\//.exec(page.url())![1]!;
    await page.locator('.shot-open').first().waitFor({ timeout: 60_000 });
    const { storyboard, project } = await treeOf();
    expect(storyboard!.notices).toContain('Order and words of this plan were written by OpenAI · GPT-5.4 mini.');
    expect(storyboard!.musicBy).toMatchObject({ model: 'music_v2', orElse: 'built_in' });
    expect(project).toMatchObject({ clipSound: 'under' } satisfies Partial<Project>);
  });

  test('a prompt is written anew in its field, and the old words come back with a press', {
    timeout: 120_000,
  }, async () => {
    openAi.setText!(() => ({ text: '{"prompt":"A dress on a chair, morning light"}' }));
    const before = (await firstShot()).picturePrompt;
    await page.locator('.shot-open').first().click();
    const prompt = page.getByLabel('Picture prompt', { exact: true });
    await expect.poll(() => prompt.inputValue()).toBe(before);
    await page.getByRole('button', { name: 'Write the picture prompt with a model' }).click();
    const press = page.getByRole('button', { name: /Write it anew/ });
    await expect.poll(() => press.isEnabled(), { timeout: 20_000 }).toBe(true);
    await press.click();
    await page.getByText('Written anew. Before it said:').waitFor({ timeout: 60_000 });
    expect(await prompt.inputValue()).toBe('A dress on a chair, morning light');
    await page.getByRole('button', { name: 'Take the old words back' }).click();
    await expect.poll(async () => (await firstShot()).picturePrompt).toBe(before);
    await expect.poll(() => prompt.inputValue()).toBe(before);
    expect(await page.getByText('Written anew. Before it said:').count()).toBe(0);
    await press.click();
    await page.getByText('Written anew. Before it said:').waitFor({ timeout: 60_000 });
    await look(page, 'prompt', '.prompt-before');
    // The old words outlive a reload and a window that becomes a phone's, until they are taken back.
    await page.setViewportSize({ width: PHONE.width, height: PHONE.height });
    await page.reload();
    await page.locator('.prompt-before').getByText(before).waitFor();
    await page.setViewportSize({ width: DESKTOP.width, height: DESKTOP.height });
    await page.getByRole('button', { name: 'Take the old words back' }).click();
    await expect.poll(async () => (await firstShot()).picturePrompt).toBe(before);
    await page.reload();
    await expect.poll(() => prompt.inputValue()).toBe(before);
    expect(await page.locator('.prompt-writer').count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  test('a script is proposed beside what stands, taken over, undone, and there after a reload', {
    timeout: 120_000,
  }, async () => {
    openAi.setText!(({ turns }) => ({ text: turnLines(writeScriptByTheBrief(turns[0]!.text)) }));
    const words = async () =>
      (await treeOf()).scenes.flatMap(({ shots }) => shots.map(({ scene }) => scene.words.lines.join(' ')));
    const before = await words();
    await page.goto(`${prefix}/film/${projectId}/brief`);
    const press = page.getByRole('button', { name: /Propose a script/ });
    await expect.poll(() => press.isEnabled(), { timeout: 20_000 }).toBe(true);
    await press.click();
    const take = page.getByRole('button', { name: /^Take over the words of shot/ }).first();
    await take.waitFor({ timeout: 60_000 });
    expect(await words()).toEqual(before);
    await page.reload();
    await take.waitFor();
    await look(page, 'script', '.script');
    await take.click();
    await page.locator('.toast', { hasText: '1 shot says other words now.' }).waitFor();
    const taken = await words();
    expect(taken).not.toEqual(before);
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(words).toEqual(before);
    await page.getByRole('button', { name: /^Take over all/ }).click();
    await page.getByText('The proposal says what the film says already.').waitFor();
    await page.getByRole('button', { name: 'Put it aside' }).click();
  });

  test('a kit has ideas for a logo, by rules at once or by a model, and keeps the last ones', {
    timeout: 120_000,
  }, async () => {
    openAi.setText!(({ turns }) => ({ text: writeLogosByTheBrief(turns[0]!.text) }));
    const { id } = await ask<{ id: string }>('POST', '/brands', { name: 'Orra', colours: ['#2b5590'] });
    await page.goto(`${prefix}/brands/${id}/kit`);
    await page.getByLabel('What the brand makes or does, and for whom').fill('Coffee, roasted in small drums');
    await page.getByRole('button', { name: /Think of some/ }).click();
    const ideas = page.locator('.logo-ideas li');
    await expect.poll(() => ideas.count()).toBe(6);
    await ideas.first().getByText('A letter that is the thing').waitFor();
    const press = page.getByRole('button', { name: /Ask a model/ });
    await expect.poll(() => press.isEnabled(), { timeout: 20_000 }).toBe(true);
    await press.click();
    await page.locator('.logo-ideas').waitFor({ state: 'detached' });
    await expect.poll(() => ideas.count(), { timeout: 60_000 }).toBe(6);
    await look(page, 'logos', '.logo-ideas');
    await page.reload();
    await expect.poll(() => ideas.count()).toBe(6);
    expect(await page.getByLabel('What the brand makes or does, and for whom').inputValue()).toBe(
      'Coffee, roasted in small drums',
    );
  });

  test('the brief says whether clips are heard, and another choice is kept', { timeout: 90_000 }, async () => {
    await page.goto(`${prefix}/film/${projectId}/brief`);
    const heard = page.getByLabel('Hear moved shots low under music and voice');
    await heard.click();
    await expect.poll(() => heard.isChecked()).toBe(false);
    await expect.poll(async () => (await treeOf()).project.clipSound).toBe('none');
    await look(page, 'brief', '.pairs');
    await page.reload();
    await heard.waitFor();
    expect(await heard.isChecked()).toBe(false);
  });

  test('each try of a job is a tab with what it did, what it cost and its log', { timeout: 120_000 }, async () => {
    openAi.setCredit(false);
    const order = { projectId, kind: 'picture', connection: await connectionOf('openai'), model: 'gpt-5.4-mini' };
    const shot = await firstShot();
    const path = `/shots/${shot.id}/prompt`;
    const { job } = await ask<{ job: Job }>('POST', path, { ...order, maxCredits: 0 });
    const ended = (status: string) =>
      until(async () => (await ask<JobTree>('GET', `/jobs/${job.id}`)).job.status === status, status, {
        timeoutMs: 60_000,
      });
    await ended('failed');
    openAi.setCredit(true);
    openAi.setText!(() => ({ text: '{"prompt":"A dress by a window"}' }));
    await ask('POST', `/jobs/${job.id}/retry`);
    await ended('completed');
    const { leaves } = await ask<JobTree>('GET', `/jobs/${job.id}`);
    await page.goto(`${prefix}/jobs/${leaves[0]!.id}`);
    const tabs = page.getByRole('tab');
    await expect.poll(() => tabs.allTextContents()).toEqual(['Try 1 · Failed', 'Try 2 · Done']);
    expect(await tabs.nth(1).getAttribute('aria-selected')).toBe('true');
    const panel = page.getByRole('tabpanel');
    await panel.getByText(/^Finished/).waitFor();
    expect(await panel.getByText(/^Failed:/).count()).toBe(0);
    await look(page, 'job', '.try-panel');
    await tabs.nth(1).focus();
    await page.keyboard.press('ArrowLeft');
    await panel
      .getByText(/^Failed:/)
      .first()
      .waitFor();
    expect(await tabs.nth(0).getAttribute('aria-selected')).toBe('true');
    expect(await panel.getByText(/^Finished/).count()).toBe(0);
  });

  test('the operator sees the queues of all organizations from the menu', { timeout: 90_000 }, async () => {
    await page.goto(`${prefix}/queue`);
    await page
      .getByRole('button', { name: /Sable House/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'All queues' }).click();
    await page.getByRole('rowheader', { name: 'Sable House' }).waitFor();
    await look(page, 'operator', '.operator');
  });

  async function connectionOf(provider: string): Promise<string> {
    const { items } = await ask<{ items: { id: string; provider: string }[] }>('GET', '/connections');
    return items.find((one) => one.provider === provider && !one.id.startsWith('operator:'))!.id;
  }
});

/** The same lines in the other order: the plan's own writer says them in this one already. */
function turnLines(script: string): string {
  const { shots } = JSON.parse(script) as { shots: { line: string }[] };
  const lines = shots.flatMap(({ line }) => (line === '' ? [] : [line]));
  return JSON.stringify({ shots: shots.map((shot) => (shot.line === '' ? shot : { ...shot, line: lines.pop()! })) });
}
