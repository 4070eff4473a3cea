import { useState } from 'react';
import type { ProductSummary } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, Modal, TextInput } from '../../ui/index.ts';
import type { BulkChange } from './bulk-edit.ts';
import { parseTags } from './parse-tags.ts';

type TagChange = Extract<BulkChange, { tags: string[] }>;

/** Tags for all that is chosen: typed or pressed ones are added, those they have can be taken off. */
export function TagDialog({
  known,
  chosen,
  onChange,
  onClose,
}: {
  known: readonly string[];
  chosen: readonly ProductSummary[];
  onChange: (change: TagChange) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const [text, setText] = useState('');
  const own = [...new Set(chosen.flatMap(({ tags }) => tags))].sort();
  const others = known.filter((tag) => !own.includes(tag)).slice(0, 24);
  const typed = parseTags(text);
  return (
    <Modal label={t('products.tags')} onClose={onClose}>
      <form
        className="column tag-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.length > 0) onChange({ action: 'add_tags', tags: typed });
        }}
      >
        <h2 className="title">{t('products.tagsOf', { count: chosen.length })}</h2>
        <Field label={t('products.addTags')} help={t('products.tagsHelp')}>
          <TextInput data-autofocus isForm dir="auto" value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <TagRow
          title={t('products.usedTags')}
          tags={others}
          sign="+"
          nameOf={(tag) => t('products.addTag', { tag })}
          onPress={(tag) => onChange({ action: 'add_tags', tags: [tag] })}
        />
        <TagRow
          title={t('products.ownTags')}
          tags={own}
          sign="×"
          nameOf={(tag) => t('products.removeTag', { tag })}
          onPress={(tag) => onChange({ action: 'remove_tags', tags: [tag] })}
        />
        <div className="row">
          <Button look="main" type="submit" disabled={typed.length === 0}>
            {t('products.addTags')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function TagRow({
  title,
  tags,
  sign,
  nameOf,
  onPress,
}: {
  title: string;
  tags: readonly string[];
  sign: string;
  nameOf: (tag: string) => string;
  onPress: (tag: string) => void;
}) {
  if (tags.length === 0) return null;
  return (
    <div className="column">
      <h3 className="section-title">{title}</h3>
      <div className="row row-tight row-wrap">
        {tags.map((tag) => (
          <button key={tag} type="button" className="chip" aria-label={nameOf(tag)} onClick={() => onPress(tag)}>
            <bdi>{tag}</bdi> <span aria-hidden="true">{sign}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
