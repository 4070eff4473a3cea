import type { TextRequest, Written } from '@kinora/providers';
import { describe, expect, it } from 'vitest';
import { writeByTheBrief, writePromptByTheRules, writeScriptByTheBrief } from '../../testing/sample-writer.ts';
import { PROMPT_CASES } from './cases.ts';
import { pointsOf, scoreCase, scoreScript } from './evaluate.ts';
import { ENHANCE_CASES, scoreEnhance } from './evaluate-enhance.ts';
import { PLAN_STORYBOARD_V1 } from './plan-storyboard.v1.ts';

const written = (text: string): Written => ({ text, isCut: false, usage: { inputTokens: 10, outputTokens: 20 } });
const good = async ({ turns, prompt }: TextRequest) => written(writeByTheBrief(turns[0]?.text ?? prompt));

describe('the evaluation of a prompt', () => {
  it('takes every case, and gives a writer that keeps to the brief its points', async () => {
    for (const one of PROMPT_CASES) {
      const score = await scoreCase(one, good);
      expect(score, one.name).toMatchObject({ usable: 'first', faults: [], outputTokens: 20 });
    }
  });
  it('sees a writer that needs to be told, and one that never listens', async () => {
    const one = PROMPT_CASES[0]!;
    const told = await scoreCase(one, async (request) => (request.turns.length > 0 ? good(request) : written('Sure!')));
    expect(told).toMatchObject({ usable: 'second', outputTokens: 40 });
    const deaf = await scoreCase(one, async () => written('Sure!'));
    expect(deaf).toMatchObject({ usable: 'none', coverage: 0 });
    const kept = await scoreCase(one, good);
    expect(pointsOf([kept])).toBeGreaterThan(pointsOf([told]));
    expect(pointsOf([deaf])).toBe(0);
  });
  it('takes every case as a script too, and sees who has to be told and who never listens', async () => {
    const writer = async ({ turns, prompt }: TextRequest) => written(writeScriptByTheBrief(turns[0]?.text ?? prompt));
    for (const one of PROMPT_CASES)
      expect(await scoreScript(one, writer), one.name).toMatchObject({ usable: 'first', faults: [], outputTokens: 20 });
    const one = PROMPT_CASES[0]!;
    const told = await scoreScript(one, async (request) =>
      request.turns.length > 0 ? writer(request) : written('no'),
    );
    expect(told).toMatchObject({ usable: 'second', outputTokens: 40 });
    expect(await scoreScript(one, async () => written('no'))).toMatchObject({ usable: 'none', coverage: 0 });
  });
  it("takes a shot's prompts, and sees one that was replaced and one that says what the brand avoids", async () => {
    const writer = async ({ turns, prompt }: TextRequest) => written(writePromptByTheRules(turns[0]?.text ?? prompt));
    for (const one of ENHANCE_CASES)
      expect(await scoreEnhance(one, writer), one.name).toMatchObject({ usable: 'first', coverage: 1 });
    const one = ENHANCE_CASES.find(({ avoid }) => avoid.length > 0)!;
    const say = (prompt: string) => async () => written(JSON.stringify({ prompt }));
    expect(await scoreEnhance(one, say('A cat in a garden'))).toMatchObject({ usable: 'first', coverage: 0 });
    expect(await scoreEnhance(one, say('A luxury brass lamp at night'))).toMatchObject({ usable: 'none' });
  });
  it('shows examples that are answers of the form they are asked in', () => {
    for (const { asked, answered } of PLAN_STORYBOARD_V1.examples) {
      expect(JSON.parse(asked)).toHaveProperty('shots');
      expect(JSON.parse(answered)).toHaveProperty('scenes');
    }
  });
});
