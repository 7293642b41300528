declare module 'virtual:documents' {
  const documents: { id: string; title: string; load: () => Promise<{ default: string }> }[];
  export default documents;
}
