import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call, meQuery, type SavedView, savedViewsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import {
  Button,
  Field,
  Icon,
  Menu,
  type MenuItem,
  Modal,
  Switch,
  showToast,
  TextInput,
  toastProblem,
} from '../../ui/index.ts';
import { isFiltered, type ListState, writeList } from './list-state.ts';

const SCREEN = 'products';

/** Lists people keep under a name, their own and those shared with everyone. */
export function SavedViews({ list }: { list: ListState }) {
  const t = useWords();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [isNaming, setNaming] = useState(false);
  const { data } = useQuery(savedViewsQuery(SCREEN));
  const isViewer = useQuery(meQuery).data?.role === 'viewer';
  const query = writeList(list).toString();
  const views = data?.items ?? [];
  const current = views.find((view) => view.query === query);
  const refresh = () => client.invalidateQueries({ queryKey: savedViewsQuery(SCREEN).queryKey });
  const remove = async (view: SavedView) => {
    await call('deleteSavedView', { params: { id: view.id } });
    await refresh();
    const again = async () => {
      const { name, isShared } = view;
      await call('createSavedView', { body: { screen: SCREEN, name, isShared, query: view.query } });
      await refresh();
    };
    showToast({ text: t('views.removed', { name: view.name }), undo: () => void again().catch(toastProblem) });
  };
  const items: MenuItem[] = [
    ...views.map(
      (view): MenuItem => ({
        kind: 'action',
        label: view.name,
        ...(view.isShared ? { aside: t('views.shared') } : {}),
        isChecked: view === current,
        run: () => navigate(`/products?${view.query}`),
      }),
    ),
    ...(views.length > 0 ? [{ kind: 'line' } as const] : []),
    { kind: 'action', label: t('views.save'), icon: Bookmark, run: () => setNaming(true) },
    ...(current?.isMine
      ? [
          {
            kind: 'action' as const,
            label: t('views.remove', { name: current.name }),
            isDanger: true,
            run: () => void remove(current).catch(toastProblem),
          },
        ]
      : []),
  ];
  if (views.length === 0 && !isFiltered(list) && list.look === 'grid' && !list.sort) return null;
  return (
    <>
      <Menu className={current ? 'chip chip-on' : 'chip'} items={items}>
        <Icon of={Bookmark} />
        {current ? <bdi>{current.name}</bdi> : t('views.title')}
        <Icon of={ChevronDown} />
      </Menu>
      {isNaming ? (
        <ViewDialog query={query} canShare={!isViewer} onSaved={refresh} onClose={() => setNaming(false)} />
      ) : null}
    </>
  );
}

function ViewDialog({
  query,
  canShare,
  onSaved,
  onClose,
}: {
  query: string;
  canShare: boolean;
  onSaved: () => Promise<unknown>;
  onClose: () => void;
}) {
  const t = useWords();
  const [name, setName] = useState('');
  const [isShared, setShared] = useState(false);
  const save = async () => {
    await call('createSavedView', { body: { screen: SCREEN, name: name.trim(), query, isShared } });
    await onSaved();
  };
  return (
    <Modal label={t('views.save')} onClose={onClose}>
      <form
        className="column"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void save().then(onClose, toastProblem);
        }}
      >
        <h2 className="title">{t('views.save')}</h2>
        <Field label={t('views.name')} help={t('views.help')}>
          <TextInput
            data-autofocus
            isForm
            dir="auto"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {canShare ? (
          <Switch label={t('views.share')} checked={isShared} onChange={(event) => setShared(event.target.checked)} />
        ) : null}
        <div className="row">
          <Button look="main" type="submit" disabled={name.trim() === ''}>
            {t('do.save')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
