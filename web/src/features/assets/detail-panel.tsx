import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Asset, AssetDetail, AssetUse } from '../../api/index.ts';
import { said, useFormat, useMaker, useSaid, useWords, type WordKey } from '../../app/words/index.ts';
import { IconButton, Mono, showToast } from '../../ui/index.ts';
import { AssetFace } from './asset-face.tsx';
import { PictureActs } from './picture-acts.tsx';
import { PictureCheck } from './picture-check.tsx';
import { Rights } from './rights-panel.tsx';

/** Everything the studio knows about a file: what it is, how it was made, where it came from and where it is used. */
export function DetailPanel({ asset, hrefOf }: { asset: AssetDetail; hrefOf: (asset: Asset) => string }) {
  const t = useWords();
  const said = useSaid();
  return (
    <>
      <Facts asset={asset} />
      {asset.recipe ? <Recipe recipe={asset.recipe} /> : null}
      {asset.notices.length > 0 ? (
        <section>
          <h2 className="label">{t('viewer.notices')}</h2>
          {asset.notices.map((notice) => (
            <p key={notice} className="small text-2">
              <bdi>{said(notice)}</bdi>
            </p>
          ))}
        </section>
      ) : null}
      {asset.deletedAt ? null : <PictureActs asset={asset} />}
      <Rights asset={asset} />
      {asset.pictureCheck ? <PictureCheck check={asset.pictureCheck} /> : null}
      <Uses uses={asset.uses} />
      <Family title={t('viewer.parents')} files={asset.parents} hrefOf={hrefOf} />
      <Family title={t('viewer.children')} files={asset.children} hrefOf={hrefOf} />
      <Copies copies={asset.copies} />
    </>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Facts({ asset }: { asset: AssetDetail }) {
  const maker = useMaker();
  const t = useWords();
  const format = useFormat();
  const { streams } = asset;
  return (
    <section>
      <h2 className="label">{t('viewer.file')}</h2>
      <dl className="facts">
        <Row name={t('viewer.type')}>
          <Mono>{asset.mediaType}</Mono>
        </Row>
        <Row name={t('viewer.size')}>
          <Mono>{format.size(asset.sizeBytes)}</Mono>
        </Row>
        {asset.width && asset.height ? (
          <Row name={t('viewer.dimensions')}>
            <Mono>
              {asset.width} × {asset.height}
            </Mono>
          </Row>
        ) : null}
        {asset.durationSeconds === null ? null : (
          <Row name={t('viewer.length')}>
            <Mono>{format.seconds(asset.durationSeconds)}</Mono>
          </Row>
        )}
        {streams?.video ? <PictureStream video={streams.video} frames={asset.frames} /> : null}
        {streams?.audio.map((sound, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the streams of a file stand in its order
          <Row key={index} name={t('viewer.sound')}>
            <Mono>{`${sound.codec} ${sound.sampleRate / 1000} kHz × ${sound.channels}`}</Mono>
          </Row>
        ))}
        {asset.font ? (
          <Row name={t('viewer.family')}>
            <bdi>{asset.font.family}</bdi>
          </Row>
        ) : null}
        <Row name={t('viewer.madeBy')}>
          <bdi>{asset.origin === 'upload' ? t('library.origin.upload') : maker(asset.madeBy ?? '')}</bdi>
        </Row>
        {asset.createdBy ? (
          <Row name={t('library.person')}>
            <bdi>{asset.createdBy.name}</bdi>
          </Row>
        ) : null}
        <Row name={t('viewer.when')}>
          <time dateTime={asset.createdAt} title={asset.createdAt}>
            {format.ago(asset.createdAt)}
          </time>
        </Row>
        <Row name="SHA-256">
          <span className="fact-hash">
            <Mono>{`${asset.hash.slice(0, 12)}…`}</Mono>
            <CopyButton text={asset.hash} />
          </span>
        </Row>
      </dl>
    </section>
  );
}

function PictureStream({
  video,
  frames,
}: {
  video: NonNullable<NonNullable<AssetDetail['streams']>['video']>;
  frames: number | null;
}) {
  const t = useWords();
  const format = useFormat();
  const colour = [video.primaries, video.transfer, video.matrix].filter(
    (part, at, all) => part && all.indexOf(part) === at,
  );
  return (
    <>
      <Row name={t('viewer.codec')}>
        <Mono>{[video.codec, video.pixelFormat].filter(Boolean).join(' ')}</Mono>
      </Row>
      <Row name={t('viewer.rate')}>
        <Mono>{`${format.number(video.framesPerSecond, 2)} fps`}</Mono>
        {video.isConstantRate ? null : <span className="text-3"> {t('viewer.variableRate')}</span>}
      </Row>
      {frames ? (
        <Row name={t('viewer.frames')}>
          <Mono>{format.number(frames)}</Mono>
        </Row>
      ) : null}
      {colour.length > 0 ? (
        <Row name={t('viewer.colour')}>
          <Mono>{colour.join(' ')}</Mono>
        </Row>
      ) : null}
    </>
  );
}

function CopyButton({ text }: { text: string }) {
  const t = useWords();
  // On plain http the clipboard is closed to pages.
  if (!navigator.clipboard) return null;
  const copy = () =>
    void navigator.clipboard
      .writeText(text)
      .then(() => showToast({ text: t('viewer.copied', { text: `${text.slice(0, 24)}…` }) }));
  return <IconButton size="dense" icon={Copy} label={t('do.copy')} onClick={copy} />;
}

function Recipe({ recipe }: { recipe: NonNullable<AssetDetail['recipe']> }) {
  const t = useWords();
  const { job, project, shotCode, prompt, negativePrompt } = recipe;
  const maker = [recipe.provider, recipe.model].filter(Boolean).join(' · ');
  const isBare = !job && !project && !prompt && !maker && recipe.seed === null && recipe.settings.length === 0;
  if (isBare) return null;
  return (
    <section>
      <h2 className="label">{t('viewer.recipe')}</h2>
      {prompt ? (
        <div className="recipe-prompt">
          <p dir="auto">{prompt}</p>
          <CopyButton text={prompt} />
        </div>
      ) : null}
      <dl className="facts">
        {negativePrompt ? (
          <Row name={t('viewer.negativePrompt')}>
            <bdi>{negativePrompt}</bdi>
          </Row>
        ) : null}
        {maker ? (
          <Row name={t('viewer.model')}>
            <bdi>{maker}</bdi>
          </Row>
        ) : null}
        {recipe.seed === null ? null : (
          <Row name={t('viewer.seed')}>
            <Mono>{recipe.seed}</Mono>
          </Row>
        )}
        {recipe.settings.map(({ name, value }) => (
          <Row key={name} name={name}>
            <bdi className="time">{value}</bdi>
          </Row>
        ))}
        {project ? (
          <Row name={t('library.project')}>
            <Link href={`/film/${project.id}/storyboard`}>
              <bdi>{project.name}</bdi>
            </Link>
          </Row>
        ) : null}
        {shotCode ? (
          <Row name={t('viewer.shot')}>
            <Mono>{shotCode}</Mono>
          </Row>
        ) : null}
        {job ? (
          <Row name={t('viewer.job')}>
            <Link href="/queue">{said(job.title)}</Link>
          </Row>
        ) : null}
      </dl>
    </section>
  );
}

const PLACES: Readonly<Record<AssetUse['place'], (id: string) => string>> = {
  film: (id) => `/film/${id}/storyboard`,
  product: (id) => `/products/${id}`,
  brand: (id) => `/brands/${id}/kit`,
};

function Uses({ uses }: { uses: readonly AssetUse[] }) {
  const t = useWords();
  return (
    <section>
      <h2 className="label">{t('viewer.uses')}</h2>
      {uses.length === 0 ? <p className="small text-3">{t('viewer.unused')}</p> : null}
      <ul className="uses">
        {uses.map((use) => (
          <li key={`${use.part}.${use.id}.${use.detail}`}>
            <Link href={PLACES[use.place](use.id)}>
              <bdi>{use.name}</bdi>
            </Link>
            <span className="small text-3">
              {t(`viewer.part.${use.part}`)}
              {use.detail === null ? null : ' · '}
              <bdi>{detailOf(use, t)}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function detailOf({ part, detail }: AssetUse, t: (key: WordKey) => string): string {
  if (detail === null) return '';
  return part === 'media' ? t(`media.role.${detail}` as WordKey) : detail;
}

function Family({
  title,
  files,
  hrefOf,
}: {
  title: string;
  files: readonly Asset[];
  hrefOf: (asset: Asset) => string;
}) {
  if (files.length === 0) return null;
  return (
    <section>
      <h2 className="label">{title}</h2>
      <ul className="family">
        {files.map((file) => (
          <li key={file.id}>
            <Link className="asset-open" href={hrefOf(file)} aria-label={file.name} title={file.name}>
              <AssetFace asset={file} ratio={1} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Copies({ copies }: { copies: AssetDetail['copies'] }) {
  const t = useWords();
  const format = useFormat();
  if (copies.length === 0) return null;
  return (
    <section>
      <h2 className="label">{t('viewer.copies')}</h2>
      <ul className="uses">
        {copies.map((copy) => (
          <li key={copy.kind}>
            <a href={copy.url} download>
              {t(`viewer.copy.${copy.kind}`)}
            </a>
            <span className="small text-3">
              <Mono>{format.size(copy.sizeBytes)}</Mono>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
