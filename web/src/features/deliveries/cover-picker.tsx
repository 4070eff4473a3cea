import { useMutation } from '@tanstack/react-query';
import { Download, ImagePlus, RotateCcw, StepBack, StepForward, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { call, type DeliveryColumn, type FilmCover, type ProjectTree } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { toTimecode, useWords } from '../../app/words/index.ts';
import { Button, IconButton, Modal, Mono, ProgressBar, StatusMark, showToast, toastProblem } from '../../ui/index.ts';
import { OneUpload } from '../brands/one-upload.tsx';
import { useUploads } from '../films/use-uploads.ts';
import { saveAs } from './hand-over.ts';

type Choice = { kind: 'designed' } | { kind: 'frame'; frame: number } | { kind: 'picture'; assetId: string };

/** The film of one shape, scrubbed by frames beside the cover it has now. What is chosen holds for every placement of the shape. */
export function CoverPicker({
  tree,
  column,
  cover,
  onClose,
}: {
  tree: ProjectTree;
  column: DeliveryColumn;
  cover: FilmCover;
  onClose: () => void;
}) {
  const t = useWords();
  const { ratio } = column.placement;
  const choose = useCoverChoice(tree.project.id, cover);
  const input = useRef<HTMLInputElement>(null);
  const uploads = useUploads((asset) => choose.mutate({ kind: 'picture', assetId: asset.id }));
  const [frame, setFrame] = useState(cover.frame ?? 0);
  const coming = uploads.items.find(({ refusal }) => !refusal);
  // A button that went dead under the finger would lose the keyboard's place in the panel: a press too many does nothing.
  const take = (choice: Choice) => {
    if (!choose.isPending) choose.mutate(choice);
  };
  const shape = { '--ratio': ratio.replace(':', ' / ') } as object;
  return (
    <Modal shape="peek" label={t('cover.title', { ratio })} onClose={onClose}>
      <header className="top">
        <h2 className="strong cut grow">{t('cover.title', { ratio })}</h2>
        <IconButton icon={X} label={t('do.close')} onClick={onClose} />
      </header>
      <div className="cover-picker" style={shape}>
        <FrameScrub
          url={column.film.url}
          fps={tree.project.fps}
          frames={column.film.frames ?? tree.project.seconds * tree.project.fps}
          frame={frame}
          onFrame={setFrame}
        />
        <section className="cover-now" aria-label={t('cover.now')}>
          <h3 className="section-title">{t('cover.now')}</h3>
          <img src={cover.asset.url} alt={t('cover.now')} />
          <p className="small text-2">
            {cover.isStale ? <StatusMark mark="stale">{t('cover.stale')}</StatusMark> : t(`cover.kind.${cover.kind}`)}{' '}
            {cover.frame === null ? null : <Mono>{toTimecode(cover.frame, tree.project.fps)}</Mono>}
          </p>
          <Button look="main" onClick={() => take({ kind: 'frame', frame })}>
            {t('cover.useFrame')}
          </Button>
          <Button icon={ImagePlus} onClick={() => input.current?.click()}>
            {t('cover.upload')}
          </Button>
          <Button look="plain" icon={RotateCcw} onClick={() => take({ kind: 'designed' })}>
            {t('cover.designed')}
          </Button>
          <Button look="plain" icon={Download} onClick={() => saveAs(cover.asset.url, cover.asset.name)}>
            {t('cover.download')}
          </Button>
          {coming ? <ProgressBar value={coming.sent} label={coming.name} /> : null}
          <OneUpload ref={input} accept="image/png,image/jpeg,image/webp" label={t('cover.upload')} uploads={uploads} />
          <p className="help">{t('cover.help')}</p>
        </section>
      </div>
    </Modal>
  );
}

/** The studio tells everybody that the film changed, and the sheet is read again by that. */
function useCoverChoice(projectId: string, cover: FilmCover) {
  const t = useWords();
  const params = { id: projectId, ratio: cover.ratio };
  const send = (choice: Choice) => call('setFilmCover', { params, body: choice });
  return useMutation({
    mutationFn: async (choice: Choice) => {
      const before = choiceOf(cover);
      await send(choice);
      return before;
    },
    onSuccess: (before) => showToast({ text: t('cover.changed'), undo: () => void send(before).catch(toastProblem) }),
    onError: toastProblem,
  });
}

/** What was chosen, to choose it again. */
function choiceOf({ kind, frame, asset }: FilmCover): Choice {
  if (kind === 'picture') return { kind, assetId: asset.id };
  return kind === 'frame' && frame !== null ? { kind, frame } : { kind: 'designed' };
}

function FrameScrub({
  url,
  fps,
  frames,
  frame,
  onFrame,
}: {
  url: string;
  fps: number;
  frames: number;
  frame: number;
  onFrame: (frame: number) => void;
}) {
  const t = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const show = (wanted: number) => {
    const next = Math.min(Math.max(0, wanted), frames - 1);
    onFrame(next);
    if (video.current) video.current.currentTime = (next + 0.5) / fps;
  };
  useHotkeys([
    { keys: ',', label: t('player.back'), scope: 'screen', run: () => show(frame - 1) },
    { keys: '.', label: t('player.on'), scope: 'screen', run: () => show(frame + 1) },
  ]);
  return (
    <div className="cover-scrub" dir="ltr">
      <div className="cover-stage">
        <video
          ref={video}
          src={url}
          muted
          playsInline
          preload="auto"
          aria-label={t('cover.film')}
          onLoadedMetadata={() => show(frame)}
        />
      </div>
      <div className="deliver-clock">
        <IconButton icon={StepBack} label={t('player.back')} onClick={() => show(frame - 1)} />
        <IconButton icon={StepForward} label={t('player.on')} onClick={() => show(frame + 1)} />
        <span className="timecode">{toTimecode(frame, fps)}</span>
        <input
          className="slider grow"
          type="range"
          data-autofocus
          min={0}
          max={Math.max(0, frames - 1)}
          value={frame}
          aria-label={t('cover.frame')}
          aria-valuetext={toTimecode(frame, fps)}
          onChange={(event) => show(Number(event.target.value))}
        />
      </div>
    </div>
  );
}
