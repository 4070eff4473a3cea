import {
  DELIVERY_PRESETS,
  type DeliveryPresetId,
  deliveryPresetOf,
  KinoraError,
  type Network,
  type PostText,
} from '@kinora/contract';
import { type PostMaterial, type PostRoom, planPostText } from '@kinora/studios';
import type { PostRow } from './store.ts';

/** Room for words on a network: of its placements, the one with most of it. Null where none of them shows words. */
export function roomOn(network: Network): PostRoom | null {
  const own = DELIVERY_PRESETS.filter((preset) => preset.network === network);
  const most = (values: readonly (number | undefined)[]) => {
    const known = values.filter((value) => value !== undefined);
    return known.length > 0 ? Math.max(...known) : null;
  };
  const room = {
    network,
    title: most(own.map(({ title }) => title?.max)),
    text: most(own.map(({ text }) => text?.max)),
    hashtags: most(own.map(({ hashtags }) => hashtags?.max)),
  };
  return room.title === null && room.text === null ? null : room;
}

export function requireRoom(network: Network): PostRoom {
  const room = roomOn(network);
  if (!room) throw new KinoraError('delivery.no_post', `${network} shows no words`);
  return room;
}

/** Words a person wrote stand as they are; else those of the plan. */
export function toPost(material: PostMaterial, room: PostRoom, stored: PostRow | undefined): PostText {
  const { network } = room;
  const planned = planPostText(material, room);
  if (!stored) return { network, ...planned, isEdited: false };
  return {
    network,
    title: stored.title,
    text: stored.body,
    hashtags: stored.hashtags,
    isEdited: true,
    notices: [],
  };
}

/** What stands beside a film in one placement: without the words it does not show. */
export function postIn(presetId: DeliveryPresetId | null, posts: readonly PostText[]) {
  if (presetId === null) return null;
  const preset = deliveryPresetOf(presetId);
  const post = posts.find(({ network }) => network === preset.network);
  if (!post || (preset.title === null && preset.text === null)) return null;
  return {
    title: preset.title ? post.title : '',
    text: preset.text ? post.text : '',
    hashtags: preset.text ? post.hashtags : [],
  };
}
