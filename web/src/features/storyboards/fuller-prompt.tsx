import { useMutation } from '@tanstack/react-query';
import { call, type Language } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, showToast, toastProblem } from '../../ui/index.ts';

type Props = {
  kind: 'picture' | 'motion';
  prompt: string;
  language: Language;
  onChange: (prompt: string) => void;
};

/** Adds what a prompt leaves unsaid, by fixed rules and for nothing; the person's own words stay in front, and the shot's own Undo takes it back. */
export function FullerPrompt({ kind, prompt, language, onChange }: Props) {
  const t = useWords();
  const enhance = useMutation({
    mutationFn: () => call('enhancePrompt', { body: { kind, prompt, language } }),
    onSuccess: (made) => {
      if (made.added.length === 0) return showToast({ text: t('shot.promptWhole') });
      onChange(made.prompt);
    },
    onError: toastProblem,
  });
  return (
    <Button
      look="plain"
      disabled={prompt.trim() === '' || enhance.isPending}
      aria-label={t(kind === 'picture' ? 'shot.fullerPicture' : 'shot.fullerMotion')}
      onClick={() => enhance.mutate()}
    >
      {t('shot.fuller')}
    </Button>
  );
}
