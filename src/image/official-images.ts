/**
 * Docker's official images: one for each file in the folder library/ of github.com/docker-library/official-images, the
 * retired ones included, whose tags mostly stay. They are the only repositories below docker.io/library.
 */
export const OFFICIAL_IMAGES: ReadonlySet<string> = new Set(
  `adminer adoptopenjdk aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux
  backdrop bash bonita buildpack-deps busybox caddy cassandra centos chronograf cirros clearlinux clefos clickhouse
  clojure composer consul convertigo couchbase couchdb crate dart debian docker drupal eclipse-mosquitto
  eclipse-temurin eggdrop elasticsearch elixir emqx erlang euleros express-gateway fedora flink fluentd friendica
  fsharp gazebo gcc geonetwork ghost gradle groovy haproxy haskell haxe hello-seattle hello-world hitch hola-mundo
  httpd hylang ibmjava influxdb irssi jenkins jetty jobber joomla jruby julia kaazing-gateway kapacitor kibana kong
  krakend lightstreamer liquibase logstash mageia mariadb matomo maven mediawiki memcached mongo mongo-express monica
  mono mysql nats nats-streaming neo4j neurodebian nextcloud nginx node notary nuxeo odoo open-liberty openjdk opensuse
  oraclelinux orientdb percona perl photon php php-zendserver phpmyadmin plone postfixadmin postgres pypy python r-base
  rabbitmq rakudo-star rapidoid redis redmine registry rethinkdb rocket.chat rockylinux ros ruby rust sapmachine satosa
  scratch silverpeas sl solr sonarqube sourcemage spark spiped storm swarm swift swipl teamspeak telegraf thrift tomcat
  tomee traefik ubuntu unit varnish vault websphere-liberty wordpress xwiki yourls zookeeper znc`.split(/\s+/),
);
