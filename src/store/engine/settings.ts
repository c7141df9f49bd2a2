/** The engine's own configuration files: loopback only, one user with a password, modest memory. */

const xmlText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** `extra` is XML of our own making, for a node of a cluster. */
export function configXml(o: { usersFile: string; dir: string; memory: number; extra: string }): string {
  return `<clickhouse>
  <logger><level>none</level></logger>
  <users_config>${xmlText(o.usersFile)}</users_config>
  <tmp_path>${xmlText(o.dir)}/tmp/</tmp_path>
  <max_server_memory_usage>${o.memory}</max_server_memory_usage>
  <mark_cache_size>134217728</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <index_mark_cache_size>33554432</index_mark_cache_size>
  <max_concurrent_queries>100</max_concurrent_queries>
  <http_max_uri_size>1048576</http_max_uri_size>
  ${o.extra}
</clickhouse>
`
}

/** `default` is the engine's own inner session: it may open the listeners and nothing else. */
export function usersXml(passwordSha256: string): string {
  return `<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password></password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile><quota>default</quota>
      <grants><query>GRANT SYSTEM LISTEN ON *.*</query></grants>
    </default>
    <tachograph>
      <password_sha256_hex>${passwordSha256}</password_sha256_hex>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile><quota>default</quota>
    </tachograph>
  </users>
</clickhouse>
`
}
