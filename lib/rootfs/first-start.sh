# Takes out of the root what belongs to the one machine that it is for: keys, passwords, identifiers,
# databases, which have an identifier. In an image they would be the same for all who run it, and others at each build.
leave_out() {
  for path in "$@"; do
    if [ -e "$path" ] || [ -L "$path" ]; then
      echo "left out, to be made at the first start: $path" >&2
      rm -rf "$path"
    fi
  done
}
for file in /etc/machine-id /var/cache/debconf/passwords.dat; do
  if [ -s "$file" ]; then : > "$file"; fi
done
if [ -e /etc/machine-id ]; then chmod 644 /etc/machine-id; fi
leave_out /var/lib/dbus/machine-id /var/lib/systemd/random-seed /var/lib/urandom/random-seed \
  /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub \
  /etc/ssl/private/ssl-cert-snakeoil.key /etc/ssl/certs/ssl-cert-snakeoil.pem \
  /etc/bind/rndc.key /etc/unbound/*.key /etc/unbound/*.pem /etc/mysql/debian.cnf \
  /etc/postgresql/*/main /var/lib/postgresql/*/main /var/lib/mysql/* \
  /etc/ldap/slapd.d/* /var/lib/ldap/* /etc/aliases.db

# A private key is one wherever it lies.
find / -xdev -type f -newer "$dated" -size -64k -exec grep -lE -e \
  '^-----BEGIN ([A-Z]+ )*PRIVATE KEY-----' {} + | while read -r path; do leave_out "$path"; done

# Links to what is gone.
find /etc -xdev -xtype l -newer "$dated" -lname '*ssl-cert-snakeoil*' -delete
