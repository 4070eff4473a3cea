import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call, makeFilm } from '../../api/index.ts';
import { useConnection } from '../../app/live/index.ts';
import { useLanguage, useWords } from '../../app/words/index.ts';
import { QuoteButton, toastProblem } from '../../ui/index.ts';

/**
 * One press to a finished film: the sample brand, its brief, its photographs. `maxCredits: 0` holds the word "Free" on
 * the button to its promise: the studio refuses rather than charge. Pressed before the sample is drawn, it says so and
 * goes on by itself. The film speaks the language the person reads.
 */
export function SampleButton({ isMain = false }: { isMain?: boolean }) {
  const t = useWords();
  const language = useLanguage();
  const client = useQueryClient();
  const [isDrawing, setDrawing] = useState(false);
  const [, navigate] = useLocation();
  const isOnline = useConnection((state) => state.isOnline);
  const make = useMutation({
    mutationFn: async () => {
      setDrawing(true);
      const sample = await call('createSample', { query: { language } }).finally(() => setDrawing(false));
      return makeFilm({
        form: {
          brief: sample.brief,
          pictures: sample.pictures.map(({ id }) => id),
          brandId: sample.brand.id,
          seconds: sample.seconds,
          language,
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
  const button = (
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
  return (
    <>
      {button}
      {isDrawing ? (
        <p className="help sample-drawing" role="status">
          {t('home.sampleDrawing')}
        </p>
      ) : null}
    </>
  );
}
