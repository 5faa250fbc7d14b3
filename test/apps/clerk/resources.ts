import { ORGANIZATIONS, personOf, serverTime, type ClerkSession, type ClerkState } from './state.ts';
import { FRONTEND_API } from './tokens.ts';

const DAY = 24 * 60 * 60 * 1000;

/** The Frontend API's objects, with what clerk-js reads of them. */
export function userResource(state: ClerkState, session: ClerkSession) {
  const created = session.createdAt;
  const { first, last, name } = personOf(session);
  return {
    object: 'user',
    id: session.userId,
    username: name,
    first_name: first,
    last_name: last,
    image_url: '',
    has_image: false,
    primary_email_address_id: `idn_2${name}Demo`,
    email_addresses: [
      {
        object: 'email_address',
        id: `idn_2${name}Demo`,
        email_address: `${name}@example.com`,
        verification: { status: 'verified', strategy: 'email_code' },
        linked_to: [],
      },
    ],
    organization_memberships: ORGANIZATIONS.map((each) => membershipResource(each, created)),
    public_metadata: state.publicMetadata,
    unsafe_metadata: {},
    password_enabled: true,
    last_sign_in_at: created,
    created_at: created,
    updated_at: state.userUpdatedAt,
  };
}

function membershipResource({ id, slug, name, role, permissions }: (typeof ORGANIZATIONS)[number], created: number) {
  return {
    object: 'organization_membership',
    id: `orgmem_2${slug}Demo`,
    role: `org:${role}`,
    role_name: role.charAt(0).toUpperCase() + role.slice(1),
    permissions,
    public_metadata: {},
    created_at: created,
    updated_at: created,
    organization: {
      object: 'organization',
      id,
      slug,
      name,
      image_url: '',
      has_image: false,
      members_count: 1,
      pending_invitations_count: 0,
      max_allowed_memberships: 5,
      admin_delete_enabled: true,
      public_metadata: {},
      created_at: created,
      updated_at: created,
    },
  };
}

export function sessionResource(state: ClerkState, session: ClerkSession, status: string, jwt: string | null) {
  const now = serverTime(state);
  const { first, last, name } = personOf(session);
  return {
    object: 'session',
    id: session.id,
    status,
    expire_at: session.createdAt + 7 * DAY,
    abandon_at: session.createdAt + 30 * DAY,
    last_active_at: now,
    last_active_organization_id: session.organization,
    actor: state.actor,
    tasks: state.task === null ? null : [{ key: state.task }],
    factor_verification_age: [0, -1],
    user: userResource(state, session),
    public_user_data: {
      first_name: first,
      last_name: last,
      image_url: '',
      has_image: false,
      identifier: `${name}@example.com`,
      user_id: session.userId,
    },
    created_at: session.createdAt,
    updated_at: now,
    last_active_token: jwt === null ? null : { object: 'token', jwt },
  };
}

/** Of all that the client still lists; only those that are signed in can be active. */
export function clientResource(state: ClerkState, sessions: { id: string; status: string }[]) {
  const now = serverTime(state);
  const signedIn = sessions.filter(({ status }) => status === 'active' || status === 'pending');
  const lastActive = signedIn.find(({ id }) => id === state.lastActive) ?? signedIn[0];
  return {
    object: 'client',
    id: 'client_2claimcheckDemo',
    sessions,
    sign_in: null,
    sign_up: null,
    last_active_session_id: lastActive?.id ?? null,
    last_authentication_strategy: null,
    cookie_expires_at: now + 365 * DAY,
    captcha_bypass: true,
    created_at: now,
    updated_at: now,
  };
}

/** `commerce_settings` is left out on purpose: clerk-js takes it whole or not at all. */
export function environmentResource(origin: string, singleSession: boolean) {
  return {
    object: 'environment',
    id: 'env_2claimcheckDemo',
    maintenance_mode: false,
    client_debug_mode: false,
    partitioned_cookies: false,
    auth_config: {
      object: 'auth_config',
      id: 'aconf_2demo',
      single_session_mode: singleSession,
      reverification: false,
    },
    display_config: {
      object: 'display_config',
      id: 'display_config_2demo',
      instance_environment_type: 'development',
      application_name: 'Claimcheck demo',
      backend_host: FRONTEND_API,
      home_url: origin,
      sign_in_url: `${origin}/`,
      sign_up_url: `${origin}/`,
      after_sign_in_url: `${origin}/`,
      after_sign_up_url: `${origin}/`,
      after_sign_out_one_url: `${origin}/`,
      after_sign_out_all_url: `${origin}/`,
      theme: {},
      branded: true,
    },
    user_settings: { attributes: {}, social: {}, actions: {}, sign_in: {}, sign_up: {}, password_settings: {} },
    organization_settings: {
      enabled: true,
      max_allowed_memberships: 5,
      actions: { admin_delete: true },
      domains: { enabled: false, enrollment_modes: [], default_role: null },
    },
  };
}
