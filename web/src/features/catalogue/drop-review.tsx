import { useMutation, useQueryClient } from '@tanstack/react-query';
import { AudioLines, Box, FileText } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import {
  Button,
  Icon,
  Modal,
  Mono,
  Problem,
  ProgressBar,
  Segmented,
  Select,
  sentenceOf,
  showToast,
  TextInput,
  toastProblem,
} from '../../ui/index.ts';
import { pathOf } from '../films/read-dropped.ts';
import { editMany } from './bulk-edit.ts';
import {
  changeGroup,
  type DropGroup,
  type DropPlan,
  joinGroups,
  makeNew,
  moveFile,
  setRole,
  toPlan,
  wantedGroups,
} from './drop-plan.ts';
import './drop-review.css';
import { KINDS } from './list-state.ts';
import { type MakeProgress, type MakeResult, makeProducts } from './make-products.ts';
import { rolesOf } from './roles.ts';

const FILES_MAX = 2000;

/** Dropped files, sorted into products by their names, for a person to look over. Nothing is sent before the press. */
export function DropReview({ files: dropped, onClose }: { files: File[]; onClose: () => void }) {
  const t = useWords();
  const format = useFormat();
  const [files] = useState(() => dropped.filter(({ size }) => size > 0).slice(0, FILES_MAX));
  const { plan, setPlan, error } = useProposal(files);
  const make = useMake(files, onClose);
  const groups = plan ? wantedGroups(plan) : [];
  const newCount = groups.filter(({ existing }) => existing === null).length;
  return (
    <Modal shape="peek" label={t('drop.title')} onClose={make.isRunning ? make.stop : onClose}>
      <header className="top">
        <h2 className="strong">{t('drop.title')}</h2>
        <span className="text-3 small">{t('drop.files', { count: files.length })}</span>
        <span className="grow" />
        <Button onClick={make.isRunning ? make.stop : onClose}>{t('do.cancel')}</Button>
        <Button look="main" disabled={groups.length === 0 || make.isRunning} onClick={() => plan && make.start(plan)}>
          {newCount > 0 ? t('drop.make', { count: newCount }) : t('drop.add', { count: groups.length })}
        </Button>
      </header>
      <div className="drop-review">
        {make.progress ? (
          <div className="drop-progress" role="status">
            <ProgressBar
              value={make.progress.sentBytes / Math.max(1, make.progress.totalBytes)}
              label={t('drop.sending')}
            />
            <span className="small text-2">
              {t('drop.sent', {
                sent: format.size(make.progress.sentBytes),
                total: format.size(make.progress.totalBytes),
              })}
            </span>
          </div>
        ) : null}
        {make.failures.length > 0 ? <Failures failures={make.failures} /> : null}
        {error ? <Problem error={error} /> : null}
        {plan && !make.isDone ? (
          <>
            <div className="row row-wrap">
              <span className="label">{t('drop.kind')}</span>
              <Segmented
                label={t('drop.kind')}
                value={plan.kind}
                choices={KINDS.map((value) => ({ value, label: t(`product.kind.${value}`) }))}
                onChange={(kind) => setPlan({ ...plan, kind })}
              />
            </div>
            <ul className="drop-groups" inert={make.isRunning}>
              {plan.groups.map((group) => (
                <Group key={group.key} group={group} plan={plan} files={files} onPlan={setPlan} />
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Modal>
  );
}

function useProposal(files: readonly File[]) {
  const [plan, setPlan] = useState<DropPlan>();
  const { mutate, error } = useMutation({
    mutationFn: () => call('groupProductFiles', { body: { files: files.map((file) => ({ name: pathOf(file) })) } }),
    onSuccess: ({ groups }) => setPlan(toPlan(groups, 'garment')),
  });
  useEffect(() => {
    if (files.length > 0) mutate();
  }, [files, mutate]);
  return { plan, setPlan, error };
}

/** Sends and makes; what failed stays on screen, what was made can be undone. */
function useMake(files: readonly File[], onClose: () => void) {
  const t = useWords();
  const client = useQueryClient();
  const stopper = useRef<AbortController>(undefined);
  const [progress, setProgress] = useState<MakeProgress>();
  const [result, setResult] = useState<MakeResult>();
  const refresh = () => {
    for (const name of ['products', 'product', 'product-facets']) void client.invalidateQueries({ queryKey: [name] });
  };
  useEffect(() => () => stopper.current?.abort(), []);
  const finish = (made: MakeResult) => {
    setProgress(undefined);
    setResult(made);
    refresh();
    const takeBack = async () => {
      await editMany(made.created, { action: 'delete' });
      refresh();
    };
    if (made.created.length > 0)
      showToast({
        text: t('drop.made', { count: made.created.length }),
        undo: () => void takeBack().catch(toastProblem),
      });
    else if (made.changed > 0) showToast({ text: t('drop.added', { count: made.changed }) });
    if (made.failures.length === 0) onClose();
  };
  const start = (plan: DropPlan) => {
    const stop = new AbortController();
    stopper.current = stop;
    setProgress({ sentBytes: 0, totalBytes: 1, made: 0 });
    makeProducts(files, plan, { signal: stop.signal, onProgress: setProgress }).then(finish, toastProblem);
  };
  return {
    start,
    stop: () => stopper.current?.abort(),
    progress,
    isRunning: progress !== undefined,
    isDone: result !== undefined,
    failures: result?.failures ?? [],
  };
}

function Failures({ failures }: { failures: MakeResult['failures'] }) {
  const t = useWords();
  return (
    <section className="column" role="alert">
      <h3 className="section-title">{t('drop.failed', { count: failures.length })}</h3>
      <ul className="column">
        {failures.map(({ name, error }) => (
          <li key={name} className="small">
            <bdi className="strong">{name}</bdi> <bdi>{sentenceOf(error, t)}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Group({
  group,
  plan,
  files,
  onPlan,
}: {
  group: DropGroup;
  plan: DropPlan;
  files: readonly File[];
  onPlan: (plan: DropPlan) => void;
}) {
  const t = useWords();
  const others = plan.groups.filter(({ key }) => key !== group.key);
  const change = (changes: Partial<DropGroup>) => onPlan(changeGroup(plan, group.key, changes));
  return (
    <li className={group.isWanted ? 'drop-group' : 'drop-group drop-left-out'}>
      <div className="row row-wrap">
        <input
          type="checkbox"
          className="check"
          checked={group.isWanted}
          aria-label={t('drop.want', { name: group.name })}
          onChange={(event) => change({ isWanted: event.target.checked })}
        />
        <TextInput
          className="drop-name"
          dir="auto"
          maxLength={160}
          aria-label={t('product.name')}
          value={group.name}
          disabled={group.existing !== null}
          onChange={(event) => change({ name: event.target.value })}
        />
        <Mono>{group.files.length}</Mono>
        {group.existing ? (
          <span className="small text-2 row row-tight">
            {t('drop.addsTo')}
            <Button look="plain" size="dense" onClick={() => onPlan(makeNew(plan, group.key))}>
              {t('drop.asNew')}
            </Button>
          </span>
        ) : null}
        {others.length > 0 ? (
          <span className="end drop-join">
            <Select
              aria-label={t('drop.joinWith', { name: group.name })}
              value=""
              onChange={(event) => onPlan(joinGroups(plan, group.key, event.target.value))}
            >
              <option value="">{t('drop.join')}</option>
              {others.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </Select>
          </span>
        ) : null}
      </div>
      <ul className="drop-files">
        {group.files.map(({ index, role }) => (
          <DroppedFile
            key={index}
            file={files[index] as File}
            role={role}
            others={others}
            onRole={(next) => onPlan(setRole(plan, group.key, index, next))}
            onMove={(key) => onPlan(moveFile(plan, index, key))}
          />
        ))}
      </ul>
    </li>
  );
}

function DroppedFile({
  file,
  role,
  others,
  onRole,
  onMove,
}: {
  file: File;
  role: DropGroup['files'][number]['role'];
  others: DropGroup[];
  onRole: (role: DropGroup['files'][number]['role']) => void;
  onMove: (key: string) => void;
}) {
  const t = useWords();
  const kind = file.type.startsWith('audio/') ? 'audio' : file.type.startsWith('video/') ? 'video' : 'image';
  return (
    <li>
      <FileStill file={file} />
      <span className="cut small text-3" dir="auto" title={pathOf(file)}>
        {file.name}
      </span>
      <Select
        aria-label={t('media.roleOf', { name: file.name })}
        value={role}
        onChange={(event) => {
          const value = event.target.value;
          if (value.startsWith('to:')) onMove(value.slice(3));
          else onRole(value as typeof role);
        }}
      >
        {rolesOf({ kind, mediaType: file.type }).map((one) => (
          <option key={one} value={one}>
            {t(`media.role.${one}`)}
          </option>
        ))}
        {others.length > 0 ? (
          <optgroup label={t('drop.moveTo')}>
            {others.map(({ key, name }) => (
              <option key={key} value={`to:${key}`}>
                {name}
              </option>
            ))}
          </optgroup>
        ) : null}
      </Select>
    </li>
  );
}

/** A picture from the person's own disk, shown before it is sent; a kind this browser cannot draw (HEIC) is a sign. */
function FileStill({ file }: { file: File }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!file.type.startsWith('image/')) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return (
    <span className="media product-hero">
      {url ? (
        <img src={url} alt="" loading="lazy" decoding="async" onError={() => setUrl(undefined)} />
      ) : (
        <span className="drop-sign">
          <Icon
            of={file.type.startsWith('audio/') ? AudioLines : file.name.endsWith('.glb') ? Box : FileText}
            size={20}
          />
        </span>
      )}
    </span>
  );
}
