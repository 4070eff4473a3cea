import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, meQuery } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Avatar, Button, Field, showToast, TextInput } from '../../ui/index.ts';
import { OwnPicture } from './own-picture.tsx';
import { SaveRow } from './save-row.tsx';

/** The name others see beside one's work. */
export function ProfileSection() {
  const t = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const user = useQuery(meQuery).data?.user;
  const [name, setName] = useState<string>();
  const save = useMutation({
    mutationFn: () => call('updateMe', { body: { name } }),
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me);
      void client.invalidateQueries({ queryKey: ['members'] });
      setName(undefined);
      showToast({ text: t('settings.saved') });
    },
  });
  if (!user) return null;
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="row profile-head">
        <Avatar isLarge userId={user.id} name={name ?? user.name} version={user.avatarVersion} />
        <div className="grow">
          <bdi className="strong">{user.email}</bdi>
          <p className="small text-3">{t('me.since', { day: format.day(user.createdAt) })}</p>
        </div>
        <OwnPicture hasPicture={user.avatarVersion !== null} />
      </div>
      <Field label={t('entry.name')} help={t('me.nameHelp')}>
        <TextInput
          isForm
          name="name"
          autoComplete="name"
          dir="auto"
          required
          maxLength={120}
          value={name ?? user.name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <SaveRow error={save.error}>
        <Button type="submit" look="main" disabled={name === undefined || name === user.name || save.isPending}>
          {t('do.save')}
        </Button>
      </SaveRow>
    </form>
  );
}
