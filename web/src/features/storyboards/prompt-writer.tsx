import { useState } from 'react';
import type { ProjectTree, Shot } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useSaid, useWords } from '../../app/words/index.ts';
import { Button, QuoteButton, sentenceOf } from '../../ui/index.ts';
import { WriterSelect } from '../routing/writer-select.tsx';
import { WriterProgress } from './plan-writer.tsx';
import { usePromptWriter } from './use-prompt-writer.ts';
import type { ShotEdit } from './use-shot-edit.ts';

type Props = { tree: ProjectTree; shot: Shot; edit: ShotEdit; kind: 'picture' | 'motion' };

/** "Write with a model…": a language model words the prompt anew. What stood there before stays in sight, one press away. */
export function PromptWriter({ tree, shot, edit, kind }: Props) {
  const t = useWords();
  const canMake = useMay('jobs.create');
  const writer = usePromptWriter({ tree, shot, edit, kind });
  const [isOpen, setIsOpen] = useState(writer.isAsked);
  const turn = () => {
    setIsOpen(!isOpen);
    writer.fold(isOpen);
  };
  if (!canMake || !writer.writers.chosen) return null;
  return (
    <>
      <Button
        look="plain"
        aria-expanded={isOpen}
        aria-label={t(kind === 'picture' ? 'shot.writePicture' : 'shot.writeMotion')}
        onClick={turn}
      >
        {t('shot.write')}
      </Button>
      {isOpen ? <Panel writer={writer} /> : null}
    </>
  );
}

function Panel({ writer }: { writer: ReturnType<typeof usePromptWriter> }) {
  const t = useWords();
  const said = useSaid();
  return (
    <div className="prompt-writer column">
      <WriterSelect
        writers={writer.writers}
        isHeld={writer.isRunning}
        error={writer.error ? sentenceOf(writer.error, t) : undefined}
      />
      <QuoteButton isWide price={writer.price} disabled={writer.isBusy} onClick={writer.run}>
        {t('shot.writeDo')}
      </QuoteButton>
      {writer.why ? <p className="small text-2">{said(writer.why)}</p> : null}
      <WriterProgress job={writer.job} />
      {writer.before === null ? null : (
        <div className="prompt-before" role="status">
          <p className="small text-2">{t('shot.writtenBefore')}</p>
          <p className="small" dir="auto">
            {writer.before}
          </p>
          <Button onClick={writer.undo}>{t('shot.writeBack')}</Button>
        </div>
      )}
    </div>
  );
}
