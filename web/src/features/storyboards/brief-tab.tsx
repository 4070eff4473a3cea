import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { call, type ProjectTree, treeQuery } from '../../api/index.ts';
import { findUnsent, letGo, useKeepWaiting, useOwner } from '../../app/kept/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { LANGUAGES, useFormat, useSaid, useWords } from '../../app/words/index.ts';
import {
  Button,
  Duration,
  Field,
  Mono,
  sentenceOf,
  showToast,
  TextArea,
  TextInput,
  toastProblem,
} from '../../ui/index.ts';
import { AssetStill } from '../assets/asset-still.tsx';
import { ClipSoundSetting } from './clip-sound-setting.tsx';
import { PlanWriter } from './plan-writer.tsx';
import { ScriptWriter } from './script-writer.tsx';

/** S08: what the film was asked to say and what the planner read out of it. */
export function BriefTab({ tree, tabs }: { tree: ProjectTree; tabs: ReactNode }) {
  const t = useWords();
  const said = useSaid();
  const { project, storyboard } = tree;
  return (
    <Screen title={project.name} tabs={tabs} inspectorLabel={t('brief.facts')} inspector={<Facts tree={tree} />}>
      <div className="brief-tab">
        <BriefForm tree={tree} />
        <PlanWriter tree={tree} />
        <ScriptWriter tree={tree} />
        {tree.pictures.length > 0 ? (
          <section className="column">
            <h2 className="section-title">{t('film.pictures')}</h2>
            <ul className="shelf">
              {tree.pictures.map((picture) => (
                <li
                  key={picture.id}
                  className="brief-picture"
                  style={{ backgroundColor: picture.placeholderColour ?? undefined }}
                >
                  <AssetStill asset={picture} />
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        {storyboard && storyboard.notices.length > 0 ? (
          <section className="column">
            <h2 className="section-title">{t('brief.notices')}</h2>
            <ul className="brief-notices">
              {storyboard.notices.map((notice) => (
                <li key={notice}>
                  <bdi>{said(notice)}</bdi>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </Screen>
  );
}

type Typed = { name?: string; brief?: string };

/** Saved by a press. Until then what is typed is kept in this browser, and stands here again after a reload. */
function BriefForm({ tree }: { tree: ProjectTree }) {
  const t = useWords();
  const client = useQueryClient();
  const canWrite = useMay('projects.write');
  const { project } = tree;
  const owner = useOwner();
  const about = `brief.${project.id}`;
  const [unsent] = useState(() => (canWrite ? findUnsent<Typed>(owner, about, project) : undefined));
  const [isBack, setBack] = useState(unsent !== undefined);
  const [name, setName] = useState(unsent?.name ?? project.name);
  const [brief, setBrief] = useState(unsent?.brief ?? project.brief);
  const save = useMutation({
    mutationFn: (body: { name: string; brief: string }) =>
      call('updateProject', { params: { id: project.id }, ifMatch: project.revision, body }),
    onSuccess: async (_changed, sent) => {
      letGo(owner, about, sent);
      await client.invalidateQueries({ queryKey: treeQuery(project.id).queryKey });
      await client.invalidateQueries({ queryKey: ['projects'] });
    },
  });
  const isChanged = name !== project.name || brief !== project.brief;
  const typed = useMemo(() => (isChanged ? { name, brief } : undefined), [isChanged, name, brief]);
  useKeepWaiting(about, typed);
  const giveUp = () => {
    setName(project.name);
    setBrief(project.brief);
    setBack(false);
  };
  const press = () => {
    const before = { name: project.name, brief: project.brief };
    save.mutate(
      { name, brief },
      {
        onSuccess: (changed) =>
          showToast({
            text: t('brief.saved'),
            undo: () => {
              setName(before.name);
              setBrief(before.brief);
              call('updateProject', { params: { id: project.id }, ifMatch: changed.revision, body: before })
                .then(() => client.invalidateQueries({ queryKey: treeQuery(project.id).queryKey }))
                .catch(toastProblem);
            },
          }),
      },
    );
  };
  return (
    <form
      className="column"
      onSubmit={(event) => {
        event.preventDefault();
        press();
      }}
    >
      <Field label={t('brief.name')}>
        <TextInput
          isForm
          dir="auto"
          required
          maxLength={120}
          readOnly={!canWrite}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label={t('film.brief')} help={t('brief.help')}>
        <TextArea
          rows={10}
          maxLength={20_000}
          readOnly={!canWrite}
          value={brief}
          onChange={(event) => setBrief(event.target.value)}
        />
      </Field>
      {isBack && isChanged ? (
        <div className="row row-wrap" role="status">
          <p className="help grow">{t('brief.typedBefore')}</p>
          <Button onClick={giveUp}>{t('brief.giveUp')}</Button>
        </div>
      ) : null}
      {save.error ? (
        <p className="help help-bad" role="alert">
          {sentenceOf(save.error, t)}
        </p>
      ) : null}
      {canWrite ? (
        <div className="row">
          <Button type="submit" look="main" disabled={!isChanged || save.isPending}>
            {t('do.save')}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

/** Facts with the words of the brief they came from: nothing here was invented. */
function Facts({ tree }: { tree: ProjectTree }) {
  const t = useWords();
  const format = useFormat();
  const { project, storyboard } = tree;
  const facts = storyboard?.facts;
  const named = (
    [
      'brandName',
      'productName',
      'audience',
      'claim',
      'price',
      'offer',
      'callToAction',
      'availability',
      'legalLine',
    ] as const
  ).flatMap((key) => (facts?.[key] ? [{ key, fact: facts[key] }] : []));
  return (
    <>
      <section>
        <h2 className="strong">{t('brief.settings')}</h2>
        <dl className="pairs">
          <dt>{t('film.length')}</dt>
          <dd>
            <Duration>{format.seconds(project.seconds)}</Duration>
          </dd>
          <dt>{t('film.ratios')}</dt>
          <dd>
            <Mono>{project.ratios.join('  ')}</Mono>
          </dd>
          <dt>{t('film.language')}</dt>
          <dd>{LANGUAGES.find(({ id }) => id === project.language)?.name}</dd>
          {storyboard ? (
            <>
              <dt>{t('film.music')}</dt>
              <dd>{t(`music.${storyboard.music.choice}`)}</dd>
              <dt>{t('film.voice')}</dt>
              <dd>{t(`voice.${storyboard.voice}`)}</dd>
            </>
          ) : null}
        </dl>
        <ClipSoundSetting project={project} />
      </section>
      {named.length > 0 || (facts?.facts.length ?? 0) > 0 ? (
        <section>
          <h2 className="strong">{t('brief.facts')}</h2>
          <dl className="facts">
            {named.map(({ key, fact }) => (
              <div key={key}>
                <dt className="label">{t(`fact.${key}`)}</dt>
                <dd dir="auto">{fact.text}</dd>
                <dd className="small text-3" dir="auto">
                  “{fact.quote}”
                </dd>
              </div>
            ))}
          </dl>
          <ul className="brief-notices">
            {facts?.facts.map((fact) => (
              <li key={fact.text} title={fact.quote}>
                <bdi>{fact.text}</bdi>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
