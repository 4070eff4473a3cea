import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Captions, Download, Frame, ListPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import {
  type AiLabel,
  API_BASE,
  call,
  type DeliveryPreset,
  type DeliverySheet,
  deliveryPresetsQuery,
  deliverySheetQuery,
  type Placement,
  type ProjectFile,
  type ProjectTree,
  type Ratio,
  treeQuery,
} from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { localeOf, useFormat, useLanguage, useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, EmptyState, Icon, Menu, Mono, Problem, StatusMark, toastProblem } from '../../ui/index.ts';
import { ClockBar } from './clock-bar.tsx';
import { Column } from './column.tsx';
import { CoverPicker } from './cover-picker.tsx';
import './deliver.css';
import { FilmChecks } from './film-checks.tsx';
import { FramingEditor } from './framing-editor.tsx';
import { useHandOver } from './hand-over.ts';
import { MarkDialog } from './mark-dialog.tsx';
import { keyOf, monthOf, networksOf, reshape, shapeFor, togglePreset, zoneOf } from './placements.ts';
import { PostPanel } from './post-panel.tsx';
import { useClockedVideos } from './use-clocked-videos.ts';
import { usePlacements } from './use-placements.ts';

/** S13: one column for each placement, playing from one clock, held against what its network takes. */
export function DeliverTab({ tree, tabs, banner }: { tree: ProjectTree; tabs: ReactNode; banner: ReactNode }) {
  const t = useWords();
  const [wanted, choose] = usePlacements();
  const hasFilms = tree.files.some(({ kind }) => kind === 'film');
  const sheet = useQuery({ ...deliverySheetQuery(tree.project.id, wanted), enabled: hasFilms });
  const { data: table } = useQuery(deliveryPresetsQuery);
  const columns = sheet.data?.columns ?? [];
  const handOver = useHandOver(tree.project.id);
  const placements = columns.map(({ placement }) => placement);
  return (
    <Screen
      title={tree.project.name}
      tabs={tabs}
      actions={
        columns.length > 0 ? (
          <DownloadAll
            columns={columns}
            isBusy={handOver.isPending}
            isNewest={tree.files.every(({ kind, isCurrent }) => kind !== 'film' || isCurrent)}
            onPress={() => handOver.mutate({ placements, way: 'zip' })}
          />
        ) : undefined
      }
      inspectorLabel={t('deliver.checks')}
      inspector={tree.report ? <FilmChecks tree={tree} /> : undefined}
    >
      {hasFilms ? (
        banner
      ) : (
        <EmptyState sentence={t(tree.project.activeJobId ? 'deliver.making' : 'deliver.empty')}>
          <ButtonLink look="main" href={`/film/${tree.project.id}/storyboard`}>
            {t('film.tab.storyboard')}
          </ButtonLink>
        </EmptyState>
      )}
      {sheet.error && !sheet.data ? <Problem error={sheet.error} onRetry={() => void sheet.refetch()} /> : null}
      {sheet.data && table ? (
        <Wall tree={tree} sheet={sheet.data} presets={table.items} onPlacements={choose} handOver={handOver} />
      ) : null}
    </Screen>
  );
}

function DownloadAll({
  columns,
  isBusy,
  isNewest,
  onPress,
}: {
  columns: DeliverySheet['columns'];
  isBusy: boolean;
  /** Else the banner's button, which makes them anew, is the screen's main one. */
  isNewest: boolean;
  onPress: () => void;
}) {
  const t = useWords();
  const format = useFormat();
  const bytes = columns.reduce((sum, { film }) => sum + film.sizeBytes, 0);
  return (
    <Button look={isNewest ? 'main' : 'quiet'} icon={Download} disabled={isBusy} onClick={onPress}>
      <span className="quote-label">
        {t('deliver.all')}
        <span className="quote-price">
          <Mono>zip · {format.size(bytes)}</Mono>
        </span>
      </span>
    </Button>
  );
}

type WallProps = {
  tree: ProjectTree;
  sheet: DeliverySheet;
  presets: DeliveryPreset[];
  onPlacements: (next: readonly Placement[]) => void;
  handOver: ReturnType<typeof useHandOver>;
};

/**
 * Toolbar, films, clock, words and files: what can be opened over it (cover, mark) is kept here. Long because it hands one
 * state to all of them; each part stands by itself.
 */
function Wall({ tree, sheet, presets, onPlacements, handOver }: WallProps) {
  const t = useWords();
  const canWrite = useMay('projects.write');
  const { columns, covers, posts } = sheet;
  const placements = columns.map(({ placement }) => placement);
  const frames = Math.max(0, ...columns.map(({ film }) => film.frames ?? 0));
  const clock = useClockedVideos(tree.project.fps, frames || tree.project.seconds * tree.project.fps);
  const zones = useZones(placements.filter((placement) => zoneOf(presets, placement) !== null).map(keyOf));
  const captions = useCaptions(tree);
  const [coverOf, setCoverOf] = useState<string | null>(null);
  const [framingOf, setFramingOf] = useState<Ratio | null>(null);
  const label = useLabel(tree.project.id, sheet.aiLabel);
  const [markOf, setMarkOf] = useState<string | null>(null);
  useHotkeys([
    { keys: 'space', label: t('player.play'), scope: 'screen', run: clock.toggle },
    { keys: ',', label: t('player.back'), scope: 'screen', run: () => clock.step(-1) },
    { keys: '.', label: t('player.on'), scope: 'screen', run: () => clock.step(1) },
    { keys: 'z', label: t('deliver.zones'), scope: 'screen', run: zones.toggleAll },
  ]);
  const opened = columns.find(({ placement }) => keyOf(placement) === coverOf);
  const openedCover = covers.find(({ ratio }) => ratio === opened?.placement.ratio);
  const marked = columns.find(({ placement }) => keyOf(placement) === markOf);
  const nameOf = ({ presetId, ratio }: Placement) => presets.find(({ id }) => id === presetId)?.name ?? ratio;
  return (
    <div className="deliver">
      <div className="deliver-tools">
        <PlacementMenu tree={tree} presets={presets} placements={placements} onPlacements={onPlacements} />
        {zones.isOffered ? (
          <Button icon={Frame} keyHint="Z" aria-pressed={zones.isOn} onClick={zones.toggleAll}>
            {t('deliver.zones')}
          </Button>
        ) : null}
        {captions.url ? (
          <Button icon={Captions} aria-pressed={captions.isOn} onClick={captions.toggle}>
            {t('player.captions')}
          </Button>
        ) : null}
        <TableDate date={sheet.tableDate} />
        {tree.files.some(({ kind, isCurrent }) => kind === 'film' && !isCurrent) ? (
          <span className="deliver-old">
            <StatusMark mark="stale">{t('deliver.old')}</StatusMark>
          </span>
        ) : null}
      </div>
      <div className="deliver-columns">
        {columns.map((column, index) => {
          const key = keyOf(column.placement);
          const preset = presets.find(({ id }) => id === column.placement.presetId);
          const rest = placements.filter((each) => keyOf(each) !== key);
          return (
            <Column
              key={key}
              tree={tree}
              clock={clock}
              canWrite={canWrite}
              view={{
                column,
                preset,
                cover: covers.find(({ ratio }) => ratio === column.placement.ratio),
                isMain: index === 0,
                zone: zoneOf(presets, column.placement),
                isZoned: zones.has(key),
                captionsUrl: captions.isOn ? captions.url : null,
                label: label.shown,
              }}
              acts={{
                onZone: () => zones.toggle(key),
                onCover: () => setCoverOf(key),
                onFraming: () => setFramingOf(column.placement.ratio),
                onLabel: (isOn) => label.set(column.placement.ratio, isOn),
                onDownload: () => handOver.mutate({ placements: [column.placement], way: 'download' }),
                onMark: () => setMarkOf(key),
                onRemove: rest.length > 0 ? () => onPlacements(rest) : undefined,
                onShape: (ratio) => onPlacements(reshape(placements, column.placement, ratio)),
              }}
            />
          );
        })}
      </div>
      <ClockBar clock={clock} fps={tree.project.fps} />
      <div className="deliver-below">
        <PostPanel
          projectId={tree.project.id}
          posts={posts}
          networks={networksOf(placements, presets, posts)}
          presets={presets}
          language={tree.project.language}
          canWrite={canWrite}
        />
        <OtherFiles tree={tree} files={tree.files.filter(({ kind }) => kind !== 'film' && kind !== 'cover')} />
      </div>
      {opened && openedCover ? (
        <CoverPicker tree={tree} column={opened} cover={openedCover} onClose={() => setCoverOf(null)} />
      ) : null}
      {framingOf ? (
        <FramingEditor
          tree={tree}
          ratio={framingOf}
          frame={clock.frame}
          canWrite={canWrite}
          onClose={() => setFramingOf(null)}
        />
      ) : null}
      {marked ? (
        <MarkDialog
          name={nameOf(marked.placement)}
          onMark={(recipient) =>
            handOver.mutate({ placements: [marked.placement], way: 'marked', ...(recipient ? { recipient } : {}) })
          }
          onClose={() => setMarkOf(null)}
        />
      ) : null}
    </div>
  );
}

/** The switch moves at once; the studio's answer, or its refusal, decides. */
function useLabel(projectId: string, label: AiLabel) {
  const client = useQueryClient();
  const saving = useMutation({
    mutationFn: (ratios: Ratio[]) => call('setAiLabel', { params: { id: projectId }, body: { ratios } }),
    onSettled: () => client.invalidateQueries({ queryKey: treeQuery(projectId).queryKey }),
    onError: toastProblem,
  });
  const shown = saving.isPending ? { ...label, ratios: saving.variables } : label;
  const set = (ratio: Ratio, isOn: boolean) =>
    saving.mutate([...shown.ratios.filter((each) => each !== ratio), ...(isOn ? [ratio] : [])]);
  return { shown, set };
}

/** Overlays by column: each can be on or off, and one key turns all of them. */
function useZones(offered: readonly string[]) {
  const [on, setOn] = useState<ReadonlySet<string>>(new Set());
  const isOn = offered.length > 0 && offered.every((id) => on.has(id));
  return {
    isOffered: offered.length > 0,
    isOn,
    has: (id: string) => on.has(id),
    toggle: (id: string) =>
      setOn((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id])),
    toggleAll: () => setOn(new Set(isOn ? [] : offered)),
  };
}

function useCaptions(tree: ProjectTree) {
  const [isOn, setOn] = useState(false);
  const url = tree.files.find(({ kind, name }) => kind === 'captions' && name.endsWith('.vtt'))?.asset.url ?? null;
  return { url, isOn, toggle: () => setOn(!isOn) };
}

function PlacementMenu({
  tree,
  presets,
  placements,
  onPlacements,
}: {
  tree: ProjectTree;
  presets: DeliveryPreset[];
  placements: Placement[];
  onPlacements: (next: readonly Placement[]) => void;
}) {
  const t = useWords();
  const ratios = tree.project.ratios.filter((ratio) =>
    tree.files.some((file) => file.kind === 'film' && file.ratio === ratio),
  );
  const items = presets.flatMap((preset) => {
    const ratio = shapeFor(preset, ratios);
    if (!ratio) return [];
    return [
      {
        kind: 'action' as const,
        label: preset.name,
        aside: ratio,
        isChecked: placements.some(({ presetId }) => presetId === preset.id),
        run: () => onPlacements(togglePreset(placements, preset, ratios)),
      },
    ];
  });
  return (
    <Menu className="button button-quiet button-normal" label={t('deliver.placements')} items={items}>
      <Icon of={ListPlus} />
      {t('deliver.placements')}
      <Mono>{placements.length}</Mono>
    </Menu>
  );
}

function TableDate({ date }: { date: string }) {
  const t = useWords();
  const locale = localeOf(useLanguage());
  return <span className="small text-3 grow">{t('deliver.tableDate', { month: monthOf(date, locale) })}</span>;
}

function OtherFiles({ tree, files }: { tree: ProjectTree; files: ProjectFile[] }) {
  const t = useWords();
  const format = useFormat();
  return (
    <section className="deliver-files" aria-labelledby="deliver-files">
      <div className="row row-wrap">
        <h2 id="deliver-files" className="section-title grow">
          {t('deliver.more')}
        </h2>
        <a
          className="button button-plain button-dense"
          href={`${API_BASE}/projects/${tree.project.id}/files.zip`}
          download
        >
          <Icon of={Download} />
          {t('deliver.everything')}
        </a>
      </div>
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
      <p>
        <ButtonLink look="plain" size="dense" href={`/deliveries?project=${tree.project.id}`}>
          {t('deliver.history')}
        </ButtonLink>
      </p>
    </section>
  );
}
