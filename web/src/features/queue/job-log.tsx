import { useInfiniteQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { type JobLogLine, type JobTree, jobLogQuery } from '../../api/index.ts';
import { type Format, said, sayCode, useFormat, useWords, type WordKey, type Words } from '../../app/words/index.ts';
import { Button, Mono, showToast, TextInput } from '../../ui/index.ts';
import { useStepWords } from './step-words.ts';

/** What happened, line by line, newest first: to be searched and copied. `since` and `until` keep to one try. */
export function JobLog({
  tree,
  since,
  until,
}: {
  tree: JobTree;
  since?: string | undefined;
  until?: string | undefined;
}) {
  const t = useWords();
  const format = useFormat();
  const step = useStepWords();
  const [words, setWords] = useState('');
  const log = useInfiniteQuery(jobLogQuery(tree.job.id, { since, until }));
  const titles = new Map([tree.job, ...tree.leaves].map(({ id, title }) => [id, said(title)]));
  const lines = (log.data?.pages.flatMap((page) => page.items) ?? []).map((line) => ({
    line,
    title: titles.get(line.jobId) ?? '',
    text: sayLine(line, t, format, step),
  }));
  const wanted = words.trim().toLocaleLowerCase();
  const found = lines.filter(({ title, text }) => `${title} ${text}`.toLocaleLowerCase().includes(wanted));
  const copy = async () => {
    const text = found.map((one) => `${one.line.at} ${one.title}: ${one.text}`).join('\n');
    await navigator.clipboard.writeText(text);
    showToast({ text: t('do.copied') });
  };
  return (
    <>
      <div className="row row-wrap">
        <TextInput
          type="search"
          aria-label={t('jobs.searchLog')}
          placeholder={t('jobs.searchLog')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button icon={Copy} disabled={found.length === 0} onClick={() => void copy()}>
          {t('do.copy')}
        </Button>
      </div>
      <ol className="job-log small">
        {found.map(({ line, title, text }) => (
          <li key={line.id}>
            <Mono>{format.clock(line.at)}</Mono>
            <span className="text-3 cut" dir="auto">
              {title}
            </span>
            <span dir="auto">{text}</span>
          </li>
        ))}
      </ol>
      {log.hasNextPage ? <Button onClick={() => void log.fetchNextPage()}>{t('do.more')}</Button> : null}
    </>
  );
}

function sayLine(line: JobLogLine, t: Words, format: Format, step: (name: string) => string): string {
  const seconds = line.seconds === null ? '' : format.seconds(line.seconds);
  return t(`jobs.line.${line.code}`, {
    detail: sayDetail(line, t, step),
    seconds,
    run: line.run,
    attempt: line.attempt,
  }).trim();
}

/** A step's name, an error's sentence or the reason of a wait, in the person's language. */
function sayDetail({ code, detail, sentence }: JobLogLine, t: Words, step: (name: string) => string): string {
  if (!detail) return '';
  if (code.startsWith('step_')) return step(detail);
  if (code === 'waiting') return t(`job.waits.${detail}` as WordKey);
  return code === 'priority' ? detail : sayCode(detail, {}, sentence ?? detail);
}
