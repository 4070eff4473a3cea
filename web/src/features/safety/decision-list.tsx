import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { call, type SafetyDecision } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useFormat, useSaid, useWords } from '../../app/words/index.ts';
import { Button, Field, Problem, StatusMark, TextArea, toastProblem } from '../../ui/index.ts';

const DECISIONS = ['safety', 'decisions'];
/** As the studio records its own checks; vendors stand by their names. */
const BUILT_IN = { 'Built-in check': 'safety.builtIn', 'Built-in picture check': 'safety.builtInPictures' } as const;
const MARKS = { none: 'failed', open: 'asks', upheld: 'failed', overturned: 'done' } as const;

/** Refusals, newest first: the person's own, and everybody's for those who decide. */
export function DecisionList() {
  const t = useWords();
  const list = useQuery({
    queryKey: DECISIONS,
    queryFn: ({ signal }) => call('listSafetyDecisions', { query: { limit: 50 }, signal }),
  });
  if (list.error) return <Problem error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return null;
  if (list.data.items.length === 0) return <p className="small text-2">{t('safety.noDecisions')}</p>;
  return (
    <ul className="safety-list">
      {list.data.items.map((decision) => (
        <Decision key={decision.id} decision={decision} />
      ))}
    </ul>
  );
}

function Decision({ decision }: { decision: SafetyDecision }) {
  const t = useWords();
  const format = useFormat();
  const said = useSaid();
  const { category, appeal, excerpt, found, checker, userName, appealText, note, subject, picture } = decision;
  return (
    <li className="safety-entry">
      <div className="row row-wrap">
        <StatusMark mark={MARKS[appeal]}>{t(`safety.appeal.${appeal}`)}</StatusMark>
        <span className="strong">{t(`safety.category.${category}`)}</span>
        <span className="small text-3">
          <bdi>{userName ?? t('safety.nobody')}</bdi> · {format.day(decision.createdAt)} ·{' '}
          <bdi>{checker in BUILT_IN ? t(BUILT_IN[checker as keyof typeof BUILT_IN]) : checker}</bdi>
        </span>
      </div>
      <blockquote className="small" dir="auto">
        {excerpt}
      </blockquote>
      <p className="small text-2">
        {subject === 'picture' ? (
          <>
            {t('safety.seen')} <bdi>{said(found)}</bdi>
          </>
        ) : (
          <>
            {t('safety.found')} <bdi>“{found}”</bdi>
          </>
        )}
      </p>
      {picture ? <RefusedPicture picture={picture} name={excerpt} /> : null}
      {appealText ? (
        <p className="small">
          {t('safety.appealSays')} <bdi>{appealText}</bdi>
        </p>
      ) : null}
      {note ? (
        <p className="small">
          {t('safety.noteSays')} <bdi>{note}</bdi>
        </p>
      ) : null}
      <DecisionActions decision={decision} />
    </li>
  );
}

/** Shown when somebody asks for it: what was refused is looked at by whoever decides, and by nobody in passing. */
function RefusedPicture({ picture, name }: { picture: NonNullable<SafetyDecision['picture']>; name: string }) {
  const t = useWords();
  const [isShown, setShown] = useState(false);
  const { assetId, thumbnailUrl } = picture;
  return (
    <>
      {isShown && thumbnailUrl ? <img className="safety-picture" src={thumbnailUrl} alt={name} /> : null}
      <div className="row row-wrap">
        {thumbnailUrl ? (
          <Button onClick={() => setShown(!isShown)}>{t(isShown ? 'safety.hidePicture' : 'safety.showPicture')}</Button>
        ) : null}
        <Link className="small" href={`/library/assets/${assetId}`}>
          {t('safety.toFile')}
        </Link>
      </div>
    </>
  );
}

function DecisionActions({ decision }: { decision: SafetyDecision }) {
  const t = useWords();
  const canDecide = useMay('safety.manage');
  const canAppeal = useMay('safety.appeal');
  const [isOpen, setOpen] = useState(false);
  if (decision.appeal === 'open' && canDecide)
    return <WordsForm kind="decide" id={decision.id} onDone={() => setOpen(false)} />;
  if (decision.appeal !== 'none' || !canAppeal) return null;
  if (!decision.isAppealable) return <p className="small text-3">{t('safety.notAppealable')}</p>;
  if (isOpen) return <WordsForm kind="appeal" id={decision.id} onDone={() => setOpen(false)} />;
  return (
    <div className="row">
      <Button onClick={() => setOpen(true)}>{t('safety.toAppeal')}</Button>
    </div>
  );
}

function WordsForm({ kind, id, onDone }: { kind: 'appeal' | 'decide'; id: string; onDone: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const send = useMutation({
    mutationFn: (outcome: 'upheld' | 'overturned' | null) =>
      outcome === null
        ? call('appealSafetyDecision', { params: { id }, body: { text } })
        : call('decideSafetyAppeal', { params: { id }, body: { outcome, note: text } }),
    onSuccess: async () => {
      onDone();
      await client.invalidateQueries({ queryKey: DECISIONS });
    },
    onError: toastProblem,
  });
  return (
    <form
      className="column"
      onSubmit={(event) => {
        event.preventDefault();
        if (kind === 'appeal') send.mutate(null);
      }}
    >
      <Field label={t(kind === 'appeal' ? 'safety.why' : 'safety.note')}>
        <TextArea
          rows={2}
          maxLength={1000}
          required={kind === 'appeal'}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="row row-wrap">
        {kind === 'appeal' ? (
          <>
            <Button type="submit" look="main" disabled={send.isPending || text.trim() === ''}>
              {t('safety.sendAppeal')}
            </Button>
            <Button onClick={onDone}>{t('do.cancel')}</Button>
          </>
        ) : (
          <>
            <Button disabled={send.isPending} onClick={() => send.mutate('overturned')}>
              {t('safety.overturn')}
            </Button>
            <Button disabled={send.isPending} onClick={() => send.mutate('upheld')}>
              {t('safety.uphold')}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}
