/** Sets of members by name. A set that gets empty is forgotten. */
export interface Groups<Member> {
  /** The members of a group, first come first; empty where there are none. */
  of(name: string): ReadonlySet<Member>;
  add(name: string, member: Member): void;
  delete(name: string, member: Member): void;
}

/** Makes an empty record of groups. */
export const createGroups = <Member>(): Groups<Member> => {
  const groups = new Map<string, Set<Member>>();
  return {
    of: (name) => groups.get(name) ?? new Set(),
    add(name, member) {
      const group = groups.get(name) ?? new Set();
      groups.set(name, group.add(member));
    },
    delete(name, member) {
      const group = groups.get(name);
      group?.delete(member);
      if (group?.size === 0) groups.delete(name);
    },
  };
};
