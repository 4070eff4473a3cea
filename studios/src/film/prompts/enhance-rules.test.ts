import { describe, expect, it } from 'vitest';
import { enhanceByRules } from './enhance-rules.ts';

describe('a prompt made fuller by rules', () => {
  it('keeps what was written first, and adds only what is missing', () => {
    const { prompt, added } = enhanceByRules({
      kind: 'picture',
      prompt: 'A leather bag in evening light.',
      language: 'en',
    });
    expect(prompt.startsWith('A leather bag in evening light')).toBe(true);
    expect(added).toEqual(['on a plain ground', 'eye level, 50 mm lens', 'no lettering in the picture']);
  });
  it('is given back unchanged when it says everything, also when it was made by these rules', () => {
    for (const language of ['en', 'he', 'ar'] as const)
      for (const kind of ['picture', 'motion'] as const) {
        const once = enhanceByRules({ kind, prompt: 'x', language });
        expect(once.added.length).toBeGreaterThan(0);
        expect(enhanceByRules({ kind, prompt: once.prompt, language })).toEqual({ prompt: once.prompt, added: [] });
      }
  });
  it('stays within what a prompt may have', () => {
    const long = 'a'.repeat(995);
    expect(enhanceByRules({ kind: 'picture', prompt: long, language: 'en' })).toEqual({ prompt: long, added: [] });
  });
});
