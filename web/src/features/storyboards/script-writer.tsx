import type { ProjectTree } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useSaid, useWords } from '../../app/words/index.ts';
import { Button, Mono, QuoteButton, sentenceOf } from '../../ui/index.ts';
import { WriterSelect } from '../routing/writer-select.tsx';
import { WriterProgress } from './plan-writer.tsx';
import type { Proposal } from './read-script.ts';
import { type ScriptWriting, useScriptWriter } from './use-script-writer.ts';

/** "Write the script with …": words read and heard, proposed beside what stands; nothing changes before a press. */
export function ScriptWriter({ tree }: { tree: ProjectTree }) {
  const t = useWords();
  const canMake = useMay('jobs.create');
  const writer = useScriptWriter(tree);
  if (!canMake || !tree.storyboard || !writer.writers.chosen) return null;
  return (
    <section className="column">
      <h2 className="section-title">{t('script.title')}</h2>
      <p className="small text-2">{t('script.lead')}</p>
      <div className="plan-writer">
        <WriterSelect
          writers={writer.writers}
          isHeld={writer.isBusy}
          error={writer.error ? sentenceOf(writer.error, t) : undefined}
        />
        <QuoteButton price={writer.price} disabled={writer.isBusy} onClick={writer.run}>
          {t('script.do')}
        </QuoteButton>
      </div>
      {writer.script ? <Proposals writer={writer} /> : <WriterProgress job={writer.job} />}
    </section>
  );
}

function Proposals({ writer }: { writer: ScriptWriting }) {
  const t = useWords();
  const said = useSaid();
  const { script, take, isTaking, dismiss } = writer;
  if (!script) return null;
  const { notice, proposals } = script;
  return (
    <div className="column script" role="status">
      {notice ? <p className="small">{said(notice)}</p> : null}
      {proposals.length === 0 ? <p className="small text-2">{t('script.same')}</p> : null}
      <ul className="script-shots">
        {proposals.map((proposal) => (
          <ProposalRow key={proposal.shot.id} proposal={proposal} isHeld={isTaking} onTake={() => take([proposal])} />
        ))}
      </ul>
      <div className="row row-wrap">
        {proposals.length > 1 ? (
          <Button look="main" disabled={isTaking} onClick={() => take(proposals)}>
            {t('script.takeAll', { count: proposals.length })}
          </Button>
        ) : null}
        <Button look="plain" onClick={dismiss}>
          {t('script.dismiss')}
        </Button>
      </div>
    </div>
  );
}

function ProposalRow({ proposal, isHeld, onTake }: { proposal: Proposal; isHeld: boolean; onTake: () => void }) {
  const t = useWords();
  const { shot, now, next } = proposal;
  return (
    <li>
      <Mono>
        <span className="small text-3">{shot.code}</span>
      </Mono>
      <span className="script-words">
        <Change name={t('script.onScreen')} now={now.line} next={next.line} />
        <Change name={t('script.spoken')} now={now.narration} next={next.narration} />
      </span>
      <Button disabled={isHeld} aria-label={t('script.takeOf', { shot: shot.code })} onClick={onTake}>
        {t('script.take')}
      </Button>
    </li>
  );
}

function Change({ name, now, next }: { name: string; now: string; next: string }) {
  const t = useWords();
  if (now === next) return null;
  return (
    <span className="script-change">
      <span className="small text-3">{name}</span>
      <del className="small text-3" dir="auto">
        {now || t('script.nothing')}
      </del>
      <ins dir="auto">{next || t('script.nothing')}</ins>
    </span>
  );
}
