import type { ErrorTable } from '@kinora/contract';

export const ACCOUNT_ERRORS = {
  'accounts.wrong_password': { status: 401, sentence: 'Mail address or password is wrong.' },
  'accounts.avatar_unusable': {
    status: 422,
    sentence: 'This is no PNG, JPEG or WebP picture. Choose another file.',
  },
  'accounts.locked': { status: 429, sentence: 'Too many failed tries. Wait for the time named and try again.' },
  'accounts.wrong_code': {
    status: 401,
    sentence: 'The code is wrong, was used, or came too late. Type the one shown now, or a recovery code.',
  },
  'accounts.ticket_unusable': { status: 410, sentence: 'The sign-in took too long. Begin again with your password.' },
  'accounts.password_not_confirmed': { status: 403, sentence: 'This is not your password. Type it again.' },
  'accounts.second_factor_on': {
    status: 409,
    sentence: 'Two-step sign-in is on already. Turn it off first to use another authenticator.',
  },
  'accounts.second_factor_off': { status: 409, sentence: 'Two-step sign-in is off. Set it up first.' },
  'accounts.second_factor_own_first': {
    status: 409,
    sentence: 'Set up two-step sign-in for yourself first, then ask it of everybody.',
  },
  'accounts.email_taken': {
    status: 409,
    sentence: 'This mail address has an account. Sign in, or reset the password.',
  },
  'accounts.link_unusable': { status: 410, sentence: 'This link was used or has expired. Ask for a new one.' },
  'accounts.setup_closed': { status: 410, sentence: 'The studio has an owner already. Sign in.' },
  'accounts.setup_token': {
    status: 403,
    sentence: 'The set-up link is not the right one. Use the newest one printed by the studio.',
  },
  'accounts.sign_in_first': {
    status: 401,
    sentence: 'This address has an account. Sign in first, then open the invitation again.',
  },
  'accounts.other_person': {
    status: 403,
    sentence: 'The invitation is for another mail address. Sign in with that one.',
  },
  'accounts.details_missing': { status: 422, sentence: 'Give a name and a password to join.' },
  'accounts.already_member': { status: 409, sentence: 'This person is a member already.' },
  'accounts.last_owner': { status: 409, sentence: 'An organization needs an owner. Make somebody else owner first.' },
  'accounts.time_zone_unknown': {
    status: 422,
    sentence: 'This time zone is not known. Take a name such as Europe/Berlin.',
  },
  'accounts.scope_beyond': { status: 403, sentence: 'A key cannot make another key that may do more than itself.' },
  'accounts.mail_unverified': {
    status: 403,
    sentence: 'Verify your mail address first: open the link in the mail that was sent to you, or ask for a new one.',
  },
  'accounts.mail_just_sent': { status: 429, sentence: 'A mail is on its way already. Wait a minute before the next.' },
  'accounts.no_successor': {
    status: 422,
    sentence: 'The work can go to another member who may edit. Choose one of them.',
  },
  'accounts.no_such_person': { status: 404, sentence: 'Nobody has an account with this address.' },
  'accounts.owner_only': { status: 403, sentence: 'Only an owner may do this.' },
} satisfies ErrorTable;
