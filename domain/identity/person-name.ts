// What people call whoever decided or wrote something.

/** "local:controller" is a person by a name given on this machine. */
export function personName(person: string): string {
  if (person === 'tieout') return 'Tieout';
  if (person === 'local:controller') return 'the controller';
  return person.startsWith('local:') ? person.slice(6) : person;
}
