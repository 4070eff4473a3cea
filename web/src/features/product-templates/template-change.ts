import type { ProductTemplate, SavedTemplate, TemplateParameters, TemplateShot } from '../../api/index.ts';

/** Parameters and timing travel whole: a later change of another slider may not lose an earlier one. */
export type TemplateChange = {
  name?: string;
  brandId?: SavedTemplate['brandId'];
  parameters?: TemplateParameters;
  timing?: ProductTemplate['timing'];
};

export function applyChange(saved: SavedTemplate, change: TemplateChange): SavedTemplate {
  const { name = saved.name, brandId = saved.brandId, parameters, timing } = change;
  const template = {
    ...saved.template,
    ...(parameters ? { parameters } : {}),
    ...(timing ? { timing } : {}),
  };
  return { ...saved, name, brandId, template };
}

/** Limits of the contract; `template-change.test.ts` compares the two. */
export const SHOTS = { least: 2, most: 12 };
export const SHOT_SECONDS = { least: 0.8, most: 8, step: 0.1 };

export function moveShot(shots: readonly TemplateShot[], from: number, to: number): TemplateShot[] {
  const moved = shots.toSpliced(from, 1);
  return withHook(moved.toSpliced(to, 0, shots[from]!));
}

export function changeShot(shots: readonly TemplateShot[], at: number, change: Partial<TemplateShot>): TemplateShot[] {
  return shots.map((shot, index) => (index === at ? { ...shot, ...change } : shot));
}

export function removeShot(shots: readonly TemplateShot[], at: number): TemplateShot[] {
  return withHook(shots.toSpliced(at, 1));
}

/** Before the last card, which stays the last. */
export function addShot(shots: readonly TemplateShot[], shot: TemplateShot): TemplateShot[] {
  const at = shots.at(-1)?.kind === 'end_card' ? shots.length - 1 : shots.length;
  return withHook(shots.toSpliced(at, 0, shot));
}

/** The first shot is the film's hook whatever it shows; one that was and is not any more tells the story. */
function withHook(shots: readonly TemplateShot[]): TemplateShot[] {
  return shots.map((shot, index) => {
    if (index === 0) return { ...shot, beat: 'hook' };
    return shot.beat === 'hook' ? { ...shot, beat: 'story' } : shot;
  });
}

/** Sets a template may be given a shot of: those of its own design, each once. */
export function listPatterns(template: ProductTemplate): TemplateShot[] {
  const found = new Map<string, TemplateShot>();
  for (const shots of Object.values(template.timing))
    for (const shot of shots) {
      const key = `${shot.kind} ${shot.framing}`;
      if (!found.has(key))
        found.set(key, { ...shot, says: shot.kind === 'end_card' ? 'name' : 'nothing', seconds: 2.4 });
    }
  return [...found.values()];
}

export function totalSeconds(shots: readonly TemplateShot[]): number {
  return shots.reduce((sum, { seconds }) => sum + seconds, 0);
}
