import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Copy, Lightbulb } from 'lucide-react';
import { useState } from 'react';
import {
  type BodyOf,
  type Brand,
  call,
  jobQuery,
  type LogoIdea,
  type LogoIdeas,
  logoIdeasQuoteQuery,
  newIdempotencyKey,
} from '../../api/index.ts';
import { useKeptState } from '../../app/kept/index.ts';
import { useMay } from '../../app/session.ts';
import { useLanguage, useSaid, useWords } from '../../app/words/index.ts';
import { Button, Field, IconButton, QuoteButton, sentenceOf, showToast, TextArea } from '../../ui/index.ts';
import { useWriterPrice, useWriters } from '../routing/use-writers.ts';
import { WriterSelect } from '../routing/writer-select.tsx';
import { WriterProgress } from '../storyboards/plan-writer.tsx';

/** What was asked last about this brand: the brief, and the ideas or the job that thinks of them. */
type Kept = { about: string; jobId: string | null; ideas: LogoIdeas | null };
const parseKept = (kept: unknown): Kept | null =>
  typeof (kept as Kept | null)?.about === 'string' ? (kept as Kept) : null;

/** Concepts for a logo with prompts to draw them by; nothing is drawn, and the kit stays as it is. */
export function KitLogoIdeas({ kit }: { kit: Pick<Brand, 'id' | 'name'> }) {
  const t = useWords();
  const canMake = useMay('jobs.create');
  const thinker = useLogoIdeas(kit.id);
  const isShort = thinker.about.trim().length < 3;
  return (
    <div className="column">
      <Field label={t('logos.about')} error={thinker.error ? sentenceOf(thinker.error, t) : undefined}>
        <TextArea
          rows={2}
          maxLength={600}
          dir="auto"
          value={thinker.about}
          onChange={(event) => thinker.setAbout(event.target.value)}
        />
      </Field>
      <div className="row row-wrap">
        <Button icon={Lightbulb} disabled={isShort || thinker.isBusy} onClick={thinker.think}>
          {t('logos.think')}
        </Button>
      </div>
      {canMake && thinker.writers.chosen ? (
        <div className="logo-ask">
          <WriterSelect writers={thinker.writers} isHeld={thinker.isBusy} />
          <QuoteButton
            price={thinker.price}
            disabled={isShort || thinker.isBusy || !thinker.hasQuote}
            onClick={thinker.ask}
          >
            {t('logos.ask')}
          </QuoteButton>
        </div>
      ) : null}
      {thinker.ideas ? <Sheet ideas={thinker.ideas} /> : <WriterProgress job={thinker.job} />}
    </div>
  );
}

function useLogoIdeas(id: string) {
  const client = useQueryClient();
  const language = useLanguage();
  const [kept, setKept] = useKeptState(`logos.${id}`, parseKept);
  const [about, setAbout] = useState(kept?.about ?? '');
  const writers = useWriters();
  const { chosen, order } = writers;
  const brief = { about: about.trim(), language } satisfies Pick<BodyOf<'thinkOfLogos'>, 'about' | 'language'>;
  const canQuote = chosen !== undefined && brief.about.length >= 3;
  const quote = useQuery({ ...logoIdeasQuoteQuery(id, { ...order, language }), enabled: canQuote });
  const { data } = useQuery({ ...jobQuery(kept?.jobId ?? ''), enabled: typeof kept?.jobId === 'string' });
  const think = useMutation({
    mutationFn: () => call('thinkOfLogos', { params: { id }, body: brief }),
    onSuccess: (ideas) => setKept({ about, jobId: null, ideas }),
  });
  const ask = useMutation({
    mutationFn: (maxCredits: number) =>
      call('writeLogoIdeas', {
        params: { id },
        idempotencyKey: newIdempotencyKey(),
        body: { ...brief, ...order, maxCredits },
      }),
    onSuccess: ({ job }) => {
      setKept({ about, jobId: job.id, ideas: null });
      void client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
  const written = data?.job.status === 'completed' ? (data.output as LogoIdeas) : null;
  return {
    about,
    setAbout,
    writers,
    price: useWriterPrice(quote.data, chosen?.model.providerTitle),
    hasQuote: quote.data !== undefined,
    error: think.error ?? ask.error ?? quote.error,
    isBusy: think.isPending || ask.isPending,
    think: () => think.mutate(),
    ask: () => quote.data && ask.mutate(quote.data.totalCredits),
    job: data?.job,
    ideas: kept?.jobId ? written : (kept?.ideas ?? null),
  };
}

function Sheet({ ideas: { ideas, notice } }: { ideas: LogoIdeas }) {
  const said = useSaid();
  return (
    <>
      {notice ? <p className="small">{said(notice)}</p> : null}
      <ul className="logo-ideas">
        {ideas.map((idea) => (
          <Idea key={idea.prompt} idea={idea} />
        ))}
      </ul>
    </>
  );
}

function Idea({ idea }: { idea: LogoIdea }) {
  const t = useWords();
  const copy = () =>
    void navigator.clipboard
      ?.writeText(`${idea.prompt}\n\n${t('logos.without')}: ${idea.negativePrompt}`)
      .then(() => showToast({ text: t('do.copied') }));
  return (
    <li>
      <div className="row">
        <h3 className="strong grow" dir="auto">
          {idea.title}
        </h3>
        {navigator.clipboard ? (
          <IconButton size="dense" icon={Copy} label={t('logos.copy', { title: idea.title })} onClick={copy} />
        ) : null}
      </div>
      <p className="small text-3 row row-tight">
        {t(`logos.kind.${idea.kind}`)}
        <span className="logo-colours" aria-hidden="true">
          {idea.colours.map((colour) => (
            <i key={colour} style={{ background: colour }} />
          ))}
        </span>
      </p>
      <p dir="auto">{idea.idea}</p>
      <p className="small text-2" dir="ltr" lang="en">
        {idea.prompt}
      </p>
    </li>
  );
}
