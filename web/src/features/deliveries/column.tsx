import { Crop, Download, Frame, Image, Send, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { AiLabel, DeliveryColumn, DeliveryPreset, FilmCover, ProjectTree, Ratio } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, IconButton, MakerLabel, Mono, Select, StatusMark, Switch } from '../../ui/index.ts';
import { FramingStrip } from './framing-strip.tsx';
import { PREFLIGHT_MARKS, PreflightList } from './preflight-list.tsx';
import { SafeZone } from './safe-zone.tsx';
import type { Clock } from './use-clocked-videos.ts';

export type ColumnView = {
  column: DeliveryColumn;
  preset: DeliveryPreset | undefined;
  cover: FilmCover | undefined;
  isMain: boolean;
  /** Absent where the network covers nothing in this shape, or nobody says what. */
  zone: DeliveryPreset['safeZone'];
  isZoned: boolean;
  captionsUrl: string | null;
  label: AiLabel;
};
export type ColumnActs = {
  onZone: () => void;
  onCover: () => void;
  onFraming: () => void;
  onLabel: (isOn: boolean) => void;
  onDownload: () => void;
  onMark: () => void;
  /** Absent for the last column. */
  onRemove: (() => void) | undefined;
  onShape: (ratio: Ratio) => void;
};

/** One placement: the film as it goes there, what the network covers, what its rules say, and what to do with it. */
export function Column({
  tree,
  view,
  acts,
  clock,
  canWrite,
}: {
  tree: ProjectTree;
  view: ColumnView;
  acts: ColumnActs;
  clock: Clock;
  canWrite: boolean;
}) {
  const t = useWords();
  const { column, preset, cover } = view;
  const { ratio } = column.placement;
  const name = preset?.name ?? ratio;
  const file = tree.files.find(({ asset }) => asset.hash === column.film.hash);
  return (
    <article className="deliver-column" aria-label={`${name} ${ratio}`}>
      <header className="deliver-head">
        <h2 className="strong cut grow">
          <bdi>{name}</bdi>
        </h2>
        <ShapeChoice tree={tree} preset={preset} ratio={ratio} onShape={acts.onShape} />
        {acts.onRemove ? (
          <IconButton size="dense" icon={X} label={t('deliver.remove', { name })} onClick={acts.onRemove} />
        ) : null}
      </header>
      <div className="deliver-picture">
        <Stage tree={tree} view={view} clock={clock} onZone={acts.onZone} />
        <FramingStrip tree={tree} ratio={ratio} frame={clock.frame} onOpen={acts.onFraming} />
      </div>
      <div className="deliver-facts">
        <Facts column={column} isCurrent={file?.isCurrent ?? true} />
        <div className="row row-wrap">
          <Button icon={Download} aria-label={t('deliver.filmTo', { name, ratio })} onClick={acts.onDownload}>
            {t('deliver.download')}
          </Button>
          {cover ? (
            <Button
              look="plain"
              icon={Image}
              aria-label={t('deliver.cover', { ratio })}
              onClick={acts.onCover}
              disabled={!canWrite}
            >
              {t('deliver.coverShort')}
            </Button>
          ) : null}
          <IconButton icon={Crop} label={t('framing.of', { ratio })} onClick={acts.onFraming} />
          <IconButton icon={Send} flipIcon label={t('deliver.markNamed', { name })} onClick={acts.onMark} />
        </div>
        <LabelLine label={view.label} ratio={ratio} canWrite={canWrite} onLabel={acts.onLabel} />
      </div>
      <PreflightList findings={column.findings} label={t('preflight.of', { name })} />
    </article>
  );
}

/** Who of the models took part, and whether the picture says so; the file says it in any case. */
function LabelLine({
  label,
  ratio,
  canWrite,
  onLabel,
}: {
  label: AiLabel;
  ratio: Ratio;
  canWrite: boolean;
  onLabel: (isOn: boolean) => void;
}) {
  const t = useWords();
  const { models, ratios } = label;
  return (
    <div className="deliver-label">
      <Switch
        label={t('aiLabel.onPicture')}
        aria-label={t('aiLabel.onPictureOf', { ratio })}
        checked={ratios.includes(ratio)}
        disabled={!canWrite}
        onChange={(event) => onLabel(event.target.checked)}
      />
      <span className="small text-3">
        {models === null ? (
          t('aiLabel.unknown')
        ) : models.length === 0 ? (
          t('aiLabel.none')
        ) : (
          <bdi>{models.join(', ')}</bdi>
        )}
      </span>
    </div>
  );
}

function ShapeChoice({
  tree,
  preset,
  ratio,
  onShape,
}: {
  tree: ProjectTree;
  preset: DeliveryPreset | undefined;
  ratio: Ratio;
  onShape: (ratio: Ratio) => void;
}) {
  const t = useWords();
  const shapes = (preset?.ratios ?? []).filter((shape) => tree.project.ratios.includes(shape));
  if (!preset || shapes.length < 2) return <Mono>{ratio}</Mono>;
  return (
    <span className="deliver-shape" dir="ltr">
      <Select
        aria-label={t('deliver.shapeOf', { name: preset.name })}
        value={ratio}
        onChange={(event) => onShape(event.target.value as Ratio)}
      >
        {shapes.map((shape) => (
          <option key={shape} value={shape}>
            {shape}
          </option>
        ))}
      </Select>
    </span>
  );
}

function Stage({
  tree,
  view,
  clock,
  onZone,
}: {
  tree: ProjectTree;
  view: ColumnView;
  clock: Clock;
  onZone: () => void;
}) {
  const t = useWords();
  const { column, preset, cover, isMain, zone, isZoned, captionsUrl } = view;
  const { ratio } = column.placement;
  const id = `${preset?.id ?? 'any'}@${ratio}`;
  const video = useRef<HTMLVideoElement>(null);
  useCaptionPlace(video, captionsUrl, isZoned ? (zone?.bottom ?? 0) : 0);
  return (
    <div className="deliver-stage" dir="ltr">
      <span
        className={isMain ? 'deliver-film frame deliver-main' : 'deliver-film'}
        style={{ '--ratio': ratio.replace(':', ' / ') } as object}
      >
        <video
          ref={(element) => {
            video.current = element;
            clock.attach(id, element, isMain);
          }}
          src={column.film.url}
          poster={cover?.asset.url ?? undefined}
          preload="metadata"
          playsInline
          muted={!isMain}
          aria-label={`${tree.project.name} ${preset?.name ?? ''} ${ratio}`}
        >
          {captionsUrl ? <track kind="captions" src={captionsUrl} label="CC" default /> : null}
        </video>
        {isZoned && zone ? <SafeZone zone={zone} /> : null}
      </span>
      {preset && zone ? (
        <span className="deliver-over">
          <IconButton
            size="dense"
            icon={Frame}
            label={t('deliver.zoneOf', { name: preset.name })}
            aria-pressed={isZoned}
            onClick={onZone}
          />
        </span>
      ) : null}
    </div>
  );
}

/** Captions stand above what the network covers, where its overlay is on; else at the foot of the picture. */
function useCaptionPlace(
  video: { current: HTMLVideoElement | null },
  captionsUrl: string | null,
  bottom: number,
): void {
  useEffect(() => {
    const track = captionsUrl ? video.current?.textTracks[0] : undefined;
    if (!track) return;
    track.mode = 'showing';
    const place = () => {
      for (const cue of [...(track.cues ?? [])] as VTTCue[]) {
        cue.snapToLines = false;
        cue.line = Math.round((1 - Math.max(bottom, 0.06)) * 100) - 10;
      }
    };
    place();
    const element = video.current?.querySelector('track');
    element?.addEventListener('load', place);
    return () => element?.removeEventListener('load', place);
  }, [video, captionsUrl, bottom]);
}

function Facts({ column, isCurrent }: { column: DeliveryColumn; isCurrent: boolean }) {
  const t = useWords();
  const format = useFormat();
  const { film, loudness, worst, findings } = column;
  const broken = findings.filter(({ status }) => status !== 'ok').length;
  return (
    <>
      <p className="deliver-line">
        {findings.length > 0 ? (
          <StatusMark mark={PREFLIGHT_MARKS[worst]}>
            {broken === 0 ? t('preflight.allKept') : t('preflight.brokenCount', { count: broken })}
          </StatusMark>
        ) : null}
        {isCurrent ? null : <StatusMark mark="stale">{t('deliver.oldShort')}</StatusMark>}
      </p>
      <p className="small text-3 deliver-meta">
        <Mono>
          {film.width} × {film.height}
        </Mono>
        <Mono>{format.size(film.sizeBytes)}</Mono>
        {film.durationSeconds ? <bdi className="time time-words">{format.seconds(film.durationSeconds)}</bdi> : null}
        {loudness ? <Mono>{loudness.integratedLufs.toFixed(1)} LUFS</Mono> : null}
        <MakerLabel name={film.madeBy} />
      </p>
    </>
  );
}
