import type { ErrorTable } from '@kinora/contract';

export const comfyErrors = {
  'comfy.not_found': { status: 404, sentence: 'This server does not exist, or you cannot see it.' },
  'comfy.no_address': { status: 422, sentence: 'A server without an agent needs its address.' },
  'comfy.refused': {
    status: 422,
    sentence: 'What answers at this address is no ComfyUI, or its door refused the key. Nothing was saved.',
  },
  'comfy.unreachable': {
    status: 422,
    sentence: 'The server could not be reached. Start ComfyUI, or give it an agent if it stands behind a firewall.',
  },
  'comfy.no_agent': { status: 409, sentence: 'This server is reached by its address and has no agent.' },
  'comfy.in_use': { status: 409, sentence: 'The server still works. Drain it, let the work finish, then remove it.' },
  'comfy.wrong_key': { status: 401, sentence: 'This key opens no server here. Make a new one in the settings.' },
  'comfy.lease_lost': { status: 409, sentence: 'Another agent has this work now, or it is gone. Ask for the next.' },
  'comfy.no_workflow': { status: 404, sentence: 'This workflow does not exist, or you cannot see it.' },
  'comfy.too_many_workflows': { status: 409, sentence: 'An organization has at most 100 workflows. Remove one first.' },
  'comfy.workflow_not_api': {
    status: 422,
    sentence: 'This was saved for the editor. In ComfyUI choose “Export (API)” and bring in that file.',
  },
  'comfy.workflow_not_whole': { status: 422, sentence: 'A link in this workflow leads nowhere or round in a circle.' },
  'comfy.workflow_no_end': {
    status: 422,
    sentence: 'Exactly one node of the workflow must save. Leave one and export again.',
  },
  'comfy.workflow_bad_name': {
    status: 422,
    sentence: 'A node’s title names an input that the node does not have, that is linked, or that nothing can fill.',
  },
  'comfy.workflow_no_prompt': {
    status: 422,
    sentence: 'No input is named for the words. Put {prompt=text} into the title of the node that takes them.',
  },
} as const satisfies ErrorTable;
