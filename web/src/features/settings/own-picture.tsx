import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ImagePlus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { call, meQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, FileInput, IconButton, showToast, toastProblem } from '../../ui/index.ts';
import { drawSquare } from './draw-square.ts';

/** The person's own picture: chosen from their files, drawn small and square here, seen beside their name. */
export function OwnPicture({ hasPicture }: { hasPicture: boolean }) {
  const t = useWords();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const change = useMutation({
    mutationFn: async (file: File | undefined) => {
      if (!file) return call('deleteAvatar');
      const picture = await drawSquare(file);
      return picture === undefined ? undefined : call('setAvatar', { body: { picture } });
    },
    onSuccess: (me) => {
      if (!me) return showToast({ tone: 'bad', text: t('members.pictureUnreadable') });
      client.setQueryData(meQuery.queryKey, me);
      void client.invalidateQueries({ queryKey: ['members'] });
    },
    onError: toastProblem,
  });
  return (
    <div className="row">
      <Button icon={ImagePlus} disabled={change.isPending} onClick={() => input.current?.click()}>
        {t('members.pictureChoose')}
      </Button>
      {hasPicture ? (
        <IconButton
          icon={Trash2}
          label={t('members.pictureRemove')}
          disabled={change.isPending}
          onClick={() => change.mutate(undefined)}
        />
      ) : null}
      <FileInput
        ref={input}
        accept="image/*"
        label={t('members.pictureChoose')}
        onFiles={([file]) => file && change.mutate(file)}
      />
    </div>
  );
}
