import { useSaid, useServerWords } from '../../app/words/index.ts';

/** What a step is called: one of a studio's run by the name it is remembered by, one of a piece by its sentence. */
export function useStepWords(): (name: string) => string {
  const said = useSaid();
  const fromServer = useServerWords();
  return (name) => fromServer(`jobStep.${name.replaceAll(' ', '_')}`, said(name));
}
