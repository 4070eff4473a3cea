import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useLocation } from 'wouter';
import { call, makeFilm } from '../../api/index.ts';
import { useConnection } from '../../app/live/index.ts';
import { useWords } from '../../app/words/index.ts';
import { QuoteButton, toastProblem } from '../../ui/index.ts';

/**
 * One press to a finished film: the sample brand, its brief, its photographs. `maxCredits: 0` holds the word "Free" on
 * the button to its promise: the studio refuses rather than charge.
 */
export function SampleButton({ isMain = false }: { isMain?: boolean }) {
  const t = useWords();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const isOnline = useConnection((state) => state.isOnline);
  const make = useMutation({
    mutationFn: async () => {
      const sample = await call('createSample');
      return makeFilm({
        form: {
          brief: sample.brief,
          pictures: sample.pictures.map(({ id }) => id),
          brandId: sample.brand.id,
          seconds: sample.seconds,
          sample: true,
        },
        name: sample.brand.name,
        maxCredits: 0,
      });
    },
    onSuccess: ({ projectId }) => {
      void client.invalidateQueries({ queryKey: ['projects'] });
      void client.invalidateQueries({ queryKey: ['jobs'] });
      navigate(`/film/${projectId}/storyboard`);
    },
    onError: toastProblem,
  });
  return (
    <QuoteButton
      look={isMain ? 'main' : 'quiet'}
      size="form"
      icon={Play}
      price={t('price.free')}
      disabled={make.isPending || !isOnline}
      onClick={() => make.mutate()}
    >
      {t('home.makeSample')}
    </QuoteButton>
  );
}
