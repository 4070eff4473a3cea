import { Download, Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { API_BASE, type ProjectFile, type ProjectTree } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { Screen } from '../../app/shell/index.ts';
import { toTimecode, useFormat, useWords } from '../../app/words/index.ts';
import { ButtonLink, EmptyState, Icon, IconButton, Mono, StatusMark } from '../../ui/index.ts';
import './deliver.css';
import { FilmChecks } from './film-checks.tsx';
import { useClockedVideos } from './use-clocked-videos.ts';

/** S13: one column per shape, playing from one clock; every file, and all of them at once. */
export function DeliverTab({ tree, tabs }: { tree: ProjectTree; tabs: ReactNode }) {
  const t = useWords();
  const format = useFormat();
  const films = tree.project.ratios.flatMap(
    (ratio) => tree.files.find(({ kind, ratio: own }) => kind === 'film' && own === ratio) ?? [],
  );
  const totalBytes = tree.files.reduce((sum, { asset }) => sum + asset.sizeBytes, 0);
  const clock = useClockedVideos(tree.project.fps);
  useHotkeys([{ keys: 'space', label: t('player.play'), scope: 'screen', run: clock.toggle }]);
  const zip = (
    <a className="button button-main" href={`${API_BASE}/projects/${tree.project.id}/files.zip`} download>
      <Icon of={Download} />
      <span className="quote-label">
        {t('deliver.all')}
        <span className="quote-price">
          <Mono>{format.size(totalBytes)}</Mono>
        </span>
      </span>
    </a>
  );
  return (
    <Screen
      title={tree.project.name}
      tabs={tabs}
      actions={films.length > 0 ? zip : undefined}
      inspectorLabel={t('deliver.checks')}
      inspector={tree.report ? <FilmChecks tree={tree} /> : undefined}
    >
      {films.length === 0 ? (
        <EmptyState sentence={t(tree.project.activeJobId ? 'deliver.making' : 'deliver.empty')}>
          <ButtonLink look="main" href={`/film/${tree.project.id}/storyboard`}>
            {t('film.tab.storyboard')}
          </ButtonLink>
        </EmptyState>
      ) : (
        <div className="deliver">
          {films.some(({ isCurrent }) => !isCurrent) ? (
            <p className="deliver-old">
              <StatusMark mark="stale">{t('deliver.old')}</StatusMark>
            </p>
          ) : null}
          <div className="deliver-columns">
            {films.map((file) => (
              <Column key={file.asset.id} tree={tree} file={file} clock={clock} />
            ))}
          </div>
          <div className="deliver-clock" dir="ltr">
            <IconButton
              icon={clock.isPlaying ? Pause : Play}
              label={t(clock.isPlaying ? 'player.pause' : 'deliver.playAll')}
              onClick={clock.toggle}
            />
            <span className="timecode">{toTimecode(clock.frame, tree.project.fps)}</span>
            <input
              className="slider grow"
              type="range"
              min={0}
              max={tree.project.seconds * tree.project.fps - 1}
              value={clock.frame}
              aria-label={t('player.position')}
              aria-valuetext={toTimecode(clock.frame, tree.project.fps)}
              onChange={(event) => clock.seek(Number(event.target.value))}
            />
            <span className="time text-3">{toTimecode(tree.project.seconds * tree.project.fps, tree.project.fps)}</span>
          </div>
          <OtherFiles files={tree.files.filter(({ kind }) => kind !== 'film' && kind !== 'cover')} />
        </div>
      )}
    </Screen>
  );
}

function Column({
  tree,
  file,
  clock,
}: {
  tree: ProjectTree;
  file: ProjectFile;
  clock: ReturnType<typeof useClockedVideos>;
}) {
  const t = useWords();
  const format = useFormat();
  const { asset, ratio } = file;
  const cover = tree.files.find(({ kind, ratio: own }) => kind === 'cover' && own === ratio);
  const loudness = tree.report?.files.find(({ ratio: own, kind }) => kind === 'film' && own === ratio)?.loudness;
  const isMain = ratio === tree.project.ratios[0];
  return (
    <article className="deliver-column" style={{ '--share': (asset.width ?? 16) / (asset.height ?? 9) } as object}>
      <span
        className={isMain ? 'media frame deliver-main' : 'media'}
        style={{ aspectRatio: (ratio ?? '16:9').replace(':', ' / ') }}
      >
        <video
          ref={(video) => clock.attach(asset.id, video, isMain)}
          src={asset.url}
          poster={cover?.asset.url ?? asset.thumbnailUrl ?? undefined}
          preload="metadata"
          playsInline
          muted={!isMain}
          aria-label={`${tree.project.name} ${ratio}`}
        />
      </span>
      <div className="deliver-line">
        <h2 className="strong">
          <Mono>{ratio}</Mono>
        </h2>
        <span className="small text-3">
          <Mono>
            {asset.width} × {asset.height}
          </Mono>
        </span>
        {file.isCurrent ? null : <StatusMark mark="stale" name={t('deliver.old')} />}
      </div>
      <p className="small text-3 deliver-meta">
        <Mono>{format.size(asset.sizeBytes)}</Mono>
        {loudness ? <Mono>{loudness.integratedLufs.toFixed(1)} LUFS</Mono> : null}
        <bdi>{asset.madeBy}</bdi>
      </p>
      <div className="row row-wrap">
        <a
          className="button"
          href={asset.url}
          download={asset.name}
          aria-label={t('deliver.film', { ratio: ratio ?? '' })}
        >
          <Icon of={Download} />
          MP4
        </a>
        {cover ? (
          <a
            className="button button-plain"
            href={cover.asset.url}
            download={cover.name}
            aria-label={t('deliver.cover', { ratio: ratio ?? '' })}
          >
            {t('deliver.coverShort')}
          </a>
        ) : null}
      </div>
    </article>
  );
}

function OtherFiles({ files }: { files: ProjectFile[] }) {
  const t = useWords();
  const format = useFormat();
  if (files.length === 0) return null;
  return (
    <section className="deliver-files" aria-labelledby="deliver-files">
      <h2 id="deliver-files" className="section-title">
        {t('deliver.more')}
      </h2>
      <ul>
        {files.map((file) => (
          <li key={file.asset.id}>
            <span className="grow cut">
              <bdi>{file.name}</bdi>
            </span>
            <span className="text-3">
              <Mono>{format.size(file.asset.sizeBytes)}</Mono>
            </span>
            <a
              className="button button-plain button-dense"
              href={file.asset.url}
              download={file.name}
              aria-label={t('deliver.file', { name: file.name })}
            >
              <Icon of={Download} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
