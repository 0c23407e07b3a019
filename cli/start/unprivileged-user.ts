// Under which user Postgres runs when we are root: it refuses root, and initdb needs a uid with a passwd entry.
import { readFileSync } from 'node:fs';

export interface UnprivilegedUser {
  name: string;
  uid: number;
  gid: number;
}

/** In the order to try: `nobody`, users meant for such work, then whoever else is listed. Never root. */
export function unprivilegedUsers(
  passwd = readFileSync('/etc/passwd', 'utf8'),
): UnprivilegedUser[] {
  const users = passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    const user = { name: name ?? '', uid: Number(uid), gid: Number(gid) };
    // macOS lists nobody as -2, which setuid does not take.
    return user.name !== '' && user.uid > 0 && user.gid > 0 ? [user] : [];
  });
  const preferred = ['nobody', 'postgres', 'daemon', 'www-data'];
  const rank = (user: UnprivilegedUser): number => {
    const index = preferred.indexOf(user.name);
    return index === -1 ? preferred.length : index;
  };
  return users.sort((one, other) => rank(one) - rank(other));
}
