export function MembersPage() {
  return <main className="p-6">This page is being built.</main>;
}
