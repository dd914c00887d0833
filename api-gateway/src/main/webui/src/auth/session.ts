import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';

/** Login through Keycloak: authorization code with PKCE; tokens live in this tab's session storage only. */
export type Session = { kind: 'signed-out'; reason?: string } | { kind: 'signed-in'; name: string; operator: boolean };

interface Settings {
  issuer: string;
  clientId: string;
}

let manager: UserManager | undefined;
const listeners = new Set<(session: Session) => void>();

export function onSession(listener: (session: Session) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(session: Session): void {
  listeners.forEach((listener) => listener(session));
}

let opening: Promise<Session> | undefined;

/** Reads the settings, takes back the answer of Keycloak if there is one; once, however often it is called. */
export function open(): Promise<Session> {
  opening ??= begin();
  opening.catch(() => {
    opening = undefined;
  });
  return opening;
}

async function begin(): Promise<Session> {
  const response = await fetch(`${import.meta.env.BASE_URL}config.json`);
  if (!response.ok) {
    throw new Error(`The console's settings cannot be read (${response.status}).`);
  }
  const settings = (await response.json()) as Settings;
  const here = location.origin + import.meta.env.BASE_URL;
  manager = new UserManager({
    authority: settings.issuer,
    client_id: settings.clientId,
    redirect_uri: here,
    post_logout_redirect_uri: here,
    response_type: 'code',
    scope: 'openid profile',
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    automaticSilentRenew: true,
  });
  manager.events.addSilentRenewError(() => tell({ kind: 'signed-out', reason: 'Your session has ended.' }));
  manager.events.addUserSignedOut(() => tell({ kind: 'signed-out' }));
  const answer = new URLSearchParams(location.search);
  if (answer.has('state') && (answer.has('code') || answer.has('error'))) {
    return takeBack(manager);
  }
  return sessionOf(await manager.getUser());
}

async function takeBack(users: UserManager): Promise<Session> {
  try {
    const user = await users.signinRedirectCallback();
    const hash = typeof user.state === 'string' ? user.state : '';
    history.replaceState(null, '', import.meta.env.BASE_URL + hash);
    return sessionOf(user);
  } catch (failure) {
    history.replaceState(null, '', import.meta.env.BASE_URL);
    const reason = failure instanceof Error ? failure.message : String(failure);
    return { kind: 'signed-out', reason: `Signing in failed: ${reason}` };
  }
}

export async function signIn(): Promise<void> {
  await required().signinRedirect({ state: location.hash });
}

export async function signOut(): Promise<void> {
  await required().signoutRedirect();
}

export async function accessToken(): Promise<string> {
  const user = await required().getUser();
  return user && !user.expired ? user.access_token : renewedToken();
}

let renewing: Promise<string> | undefined;

/** A new token by the refresh token, asked for once at a time: Keycloak takes each refresh token once. */
export function renewedToken(): Promise<string> {
  renewing ??= renew().finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function renew(): Promise<string> {
  try {
    const user = await required().signinSilent();
    if (user) return user.access_token;
  } catch {
    // Told below: whatever the cause, the operator has to sign in again.
  }
  const reason = 'Your session has ended.';
  tell({ kind: 'signed-out', reason });
  throw new Error(reason);
}

function required(): UserManager {
  if (!manager) throw new Error('The session is not open yet.');
  return manager;
}

function sessionOf(user: User | null): Session {
  if (!user || user.expired) return { kind: 'signed-out' };
  return {
    kind: 'signed-in',
    name: user.profile.preferred_username ?? user.profile.name ?? user.profile.sub,
    operator: roles(user.access_token).includes('operator'),
  };
}

/** Only to show the right page: the gateway decides. */
export function roles(token: string): string[] {
  try {
    const payload = token.split('.')[1] ?? '';
    const json = atob(payload.replace(/-/g, '+').replace(/_/g, '/'));
    const claims = JSON.parse(json) as { realm_access?: { roles?: string[] } };
    return claims.realm_access?.roles ?? [];
  } catch {
    return [];
  }
}
