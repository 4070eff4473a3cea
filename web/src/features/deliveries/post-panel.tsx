import { useMutation } from '@tanstack/react-query';
import { Check, Copy, RotateCcw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { call, type DeliveryPreset, type Network, type PostText } from '../../api/index.ts';
import { useSaid, useWords } from '../../app/words/index.ts';
import { Button, Field, Mono, Segmented, StatusMark, TextArea, TextInput, toastProblem } from '../../ui/index.ts';

export const NETWORK_NAMES: Readonly<Record<Network, string>> = {
  youtube: 'YouTube',
  instagram: 'Instagram',
  facebook: 'Facebook',
  tiktok: 'TikTok',
  pinterest: 'Pinterest',
  x: 'X',
  linkedin: 'LinkedIn',
  amazon: 'Amazon',
  shopify: 'Shopify',
};

/** Words to copy beside the film, network by network, in the film's own language. */
export function PostPanel({
  projectId,
  posts,
  networks,
  presets,
  language,
  canWrite,
}: {
  projectId: string;
  posts: readonly PostText[];
  networks: readonly Network[];
  presets: readonly DeliveryPreset[];
  language: string;
  canWrite: boolean;
}) {
  const t = useWords();
  const [chosen, setChosen] = useState<Network | null>(null);
  const network = networks.find((each) => each === chosen) ?? networks[0];
  const post = posts.find((each) => each.network === network);
  if (!network || !post) return null;
  return (
    <section className="post" aria-labelledby="post-title">
      <div className="row row-wrap">
        <h2 id="post-title" className="section-title grow">
          {t('post.title')}
        </h2>
        {networks.length > 1 ? (
          <Segmented
            label={t('post.network')}
            value={network}
            choices={networks.map((value) => ({ value, label: <bdi>{NETWORK_NAMES[value]}</bdi> }))}
            onChange={setChosen}
          />
        ) : (
          <bdi className="strong">{NETWORK_NAMES[network]}</bdi>
        )}
      </div>
      <PostForm
        key={network}
        projectId={projectId}
        post={post}
        room={roomOf(presets, network)}
        language={language}
        canWrite={canWrite}
      />
    </section>
  );
}

type Room = { title: number | null; text: number | null };

/** The most that any placement of a network takes, as the studio plans with. */
function roomOf(presets: readonly DeliveryPreset[], network: Network): Room {
  const own = presets.filter((preset) => preset.network === network);
  const most = (limits: (DeliveryPreset['text'] | DeliveryPreset['title'])[]) => {
    const known = limits.flatMap((limit) => limit?.max ?? []);
    return known.length > 0 ? Math.max(...known) : null;
  };
  return { title: most(own.map(({ title }) => title)), text: most(own.map(({ text }) => text)) };
}

type Draft = { title: string; text: string; hashtags: string };
const draftOf = ({ title, text, hashtags }: PostText): Draft => ({ title, text, hashtags: hashtags.join(' ') });
const tagsOf = (text: string) => [
  ...new Set(
    text
      .split(/[\s,#]+/u)
      .map((tag) => tag.replace(/[^\p{L}\p{M}\p{N}_]/gu, ''))
      .filter((tag) => tag !== ''),
  ),
];
const joined = ({ text, hashtags }: Draft) =>
  [
    text,
    tagsOf(hashtags)
      .map((tag) => `#${tag}`)
      .join(' '),
  ]
    .filter((part) => part !== '')
    .join('\n\n');

/** The studio keeps words without the blanks around them; while they are typed those stay. */
const isSame = (draft: Draft, post: PostText) =>
  draft.title.trim() === post.title &&
  draft.text.trim() === post.text &&
  tagsOf(draft.hashtags).join(' ') === post.hashtags.join(' ');

/** What is typed and what is kept. Words that were typed while others were being kept are kept right after them. */
function usePost(projectId: string, post: PostText) {
  const [kept, setKept] = useState(post);
  const [draft, setDraft] = useState(() => draftOf(post));
  const latest = useRef({ kept, draft });
  latest.current = { kept, draft };
  // Somebody else's words come in, unless one's own are not kept yet.
  useEffect(() => {
    const { draft: typed, kept: before } = latest.current;
    if (isSame(typed, before) && !isSame(typed, post)) setDraft(draftOf(post));
    setKept(post);
  }, [post]);
  const params = { id: projectId, network: post.network };
  const saving = useMutation({
    mutationFn: (sent: Draft) => call('setPostText', { params, body: { ...sent, hashtags: tagsOf(sent.hashtags) } }),
    onSuccess: (answer, sent) => {
      setKept(answer);
      if (latest.current.draft !== sent) saving.mutate(latest.current.draft);
    },
    onError: toastProblem,
  });
  const resetting = useMutation({
    mutationFn: () => call('resetPostText', { params }),
    onSuccess: (planned) => {
      setKept(planned);
      setDraft(draftOf(planned));
    },
    onError: toastProblem,
  });
  return {
    kept,
    draft,
    setDraft,
    save: () => {
      if (!saving.isPending) saving.mutate(draft);
    },
    reset: () => {
      if (!resetting.isPending) resetting.mutate();
    },
  };
}

/** Long only as a list of fields, each a few lines. */
function PostForm({
  projectId,
  post,
  room,
  language,
  canWrite,
}: {
  projectId: string;
  post: PostText;
  room: Room;
  language: string;
  canWrite: boolean;
}) {
  const t = useWords();
  const said = useSaid();
  const { kept, draft, setDraft, save, reset } = usePost(projectId, post);
  const isChanged = !isSame(draft, kept);
  const keep = () => {
    if (isChanged && canWrite) save();
  };
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const whole = joined(draft);
  return (
    <div className="post-form">
      {room.title === null ? null : (
        <Field label={t('post.heading')} aside={<Count count={[...draft.title].length} most={room.title} />}>
          <TextInput
            value={draft.title}
            lang={language}
            dir="auto"
            readOnly={!canWrite}
            onBlur={keep}
            onChange={(event) => change({ title: event.target.value })}
          />
        </Field>
      )}
      {room.text === null ? null : (
        <>
          <Field label={t('post.words')} aside={<Count count={[...whole].length} most={room.text} />}>
            <TextArea
              rows={6}
              value={draft.text}
              lang={language}
              readOnly={!canWrite}
              onBlur={keep}
              onChange={(event) => change({ text: event.target.value })}
            />
          </Field>
          <Field label={t('post.hashtags')} help={t('post.hashtagsHelp')}>
            <TextInput
              value={draft.hashtags}
              lang={language}
              dir="auto"
              readOnly={!canWrite}
              onBlur={keep}
              onChange={(event) => change({ hashtags: event.target.value })}
            />
          </Field>
        </>
      )}
      {kept.notices.map((notice) => (
        <p key={notice} className="small">
          <StatusMark mark="stale">{said(notice)}</StatusMark>
        </p>
      ))}
      <div className="row row-wrap">
        {room.title === null ? null : <CopyButton label={t('post.copyHeading')} text={draft.title} />}
        {room.text === null ? null : <CopyButton label={t('post.copyWords')} text={whole} />}
        {kept.isEdited && canWrite ? (
          <Button look="plain" icon={RotateCcw} onClick={reset}>
            {t('post.reset')}
          </Button>
        ) : null}
        <span className="small text-3" role="status">
          {t(isChanged ? 'post.notKept' : kept.isEdited ? 'post.kept' : 'post.planned')}
        </span>
      </div>
    </div>
  );
}

function Count({ count, most }: { count: number; most: number }) {
  return (
    <span className={count > most ? 'small post-over' : 'small text-3'}>
      <Mono>
        {count} / {most}
      </Mono>
    </span>
  );
}

const COPIED_MS = 2000;

function CopyButton({ label, text }: { label: string; text: string }) {
  const t = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    // On plain http the clipboard is closed to pages; the text can still be selected by hand.
    navigator.clipboard?.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), COPIED_MS);
    }, toastProblem);
  };
  return (
    <Button icon={isCopied ? Check : Copy} disabled={text === ''} onClick={copy}>
      {isCopied ? t('do.copied') : label}
    </Button>
  );
}
